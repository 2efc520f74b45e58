import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { filterFields, type StatsFilter } from '@/lib/statsFilter'
import { renderPart } from '@/testing/render'
import { calls, serve } from '@/testing/server'
import { TimeZone } from '@/ui/zone'
import { formatSpan, RangeControl } from './RangeControl'
import { StatsFilters } from './StatsFilters'

const choices = { hosts: ['web-1', 'web-2'], networks: [{ asn: 64500, name: 'Example Net' }] }

function Page({ start, hosts = choices.hosts }: { start: StatsFilter; hosts?: string[] }) {
  const [filter, setFilter] = useState(start)
  return (
    <TimeZone value="Europe/Berlin">
      <RangeControl filter={filter} onChange={setFilter} />
      <StatsFilters filter={filter} onChange={setFilter} choices={{ ...choices, hosts }} fields={filterFields} />
      <output>{JSON.stringify(filter)}</output>
    </TimeZone>
  )
}

const filter = () => JSON.parse(screen.getByRole('status').textContent ?? '')
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }))

describe('RangeControl', () => {
  it('chooses a range, and steps with [ and ]', async () => {
    renderPart(<Page start={{ jail: 'sshd' }} />)
    expect(screen.getByRole('radio', { name: '24 hours' })).toHaveProperty('checked', true)
    await userEvent.click(screen.getByRole('radio', { name: '30 days' }))
    expect(filter()).toEqual({ jail: 'sshd', range: '30d' })
    await userEvent.keyboard(']')
    expect(filter().range).toBe('365d')
    await userEvent.keyboard('[[[[[[[[')
    expect(filter().range).toBe('24h')
  })

  it('takes dates on the clocks of the viewer', async () => {
    renderPart(<Page start={{}} />)
    await press('Custom…')
    fireEvent.change(await screen.findByLabelText('From'), { target: { value: '2026-07-01T00:00' } })
    fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-07-03T00:00' } })
    expect(screen.getByText('Times are those of Europe/Berlin.')).toBeTruthy()
    await press('Show')
    expect(filter()).toEqual({ from: '2026-06-30T22:00:00Z', to: '2026-07-02T22:00:00Z' })
    expect(screen.getByRole('radio', { name: '24 hours' })).toHaveProperty('checked', false)
    expect(screen.getByRole('button', { name: /Jul/ })).toBeTruthy()
    await userEvent.keyboard(']')
    expect(filter()).toEqual({ range: '7d' })
  })

  it('says what is wrong with dates, and shows nothing else', async () => {
    renderPart(<Page start={{}} />)
    await press('Custom…')
    const from = await screen.findByLabelText('From')
    const to = screen.getByLabelText('To')
    const cases = [
      ['', '2026-07-01T00:00', 'Give a date and a time.'],
      ['2026-07-01T00:00', '2026-07-01T00:00', 'Must be after the beginning.'],
      ['1969-07-01T00:00', '2026-07-01T00:00', 'Must be after 1970.'],
      ['2999-07-01T00:00', '2999-07-02T00:00', 'Must be in the past.'],
      ['2024-07-01T00:00', '2026-07-01T00:00', 'May be 400 days before the end at most.'],
    ] as const
    for (const [begin, end, fault] of cases) {
      fireEvent.change(from, { target: { value: begin } })
      fireEvent.change(to, { target: { value: end } })
      await press('Show')
      expect(screen.getByText(fault)).toBeTruthy()
    }
    await press('Cancel')
    expect(filter()).toEqual({})
  })

  it('takes any length where all time is usual', async () => {
    const chosen: StatsFilter[] = []
    renderPart(<RangeControl filter={{ tz: 'UTC' }} onChange={(next) => chosen.push(next)} usual="all" />)
    await press('Custom…')
    fireEvent.change(await screen.findByLabelText('From'), { target: { value: '2024-07-01T00:00' } })
    fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-07-01T00:00' } })
    await press('Show')
    expect(chosen).toMatchObject([{ from: '2024-07-01T00:00:00Z', to: '2026-07-01T00:00:00Z' }])
  })

  it('names its dates', () => {
    const at = (text: string) => Date.parse(text)
    const words = (from: string, to: string) =>
      formatSpan({ from: at(from), to: at(to) }, 'UTC', 'en-GB')
        .replace(/[\s,]+/g, ' ')
        .replace(/ ?– ?/, '–')
    expect(words('2026-10-01T00:00:00Z', '2026-10-08T00:00:00Z')).toBe('1–7 Oct')
    expect(words('2026-10-01T04:00:00Z', '2026-10-01T06:00:00Z')).toBe('1 Oct 04:00–06:00')
  })
})

describe('StatsFilters', () => {
  it('names the filters in force and takes them away', async () => {
    renderPart(<Page start={{ range: '7d', jail: 'sshd', country: 'DE', asn: 64500, origin: 'manual', q: 'root' }} />)
    for (const name of ['Jail: sshd', 'Country: Germany', 'Network: Example Net, AS64500', 'Origin: by hand'])
      expect(screen.getByRole('button', { name })).toBeTruthy()
    await press('Matched line: “root”')
    expect(filter()).not.toHaveProperty('q')
    await press('Clear filters')
    expect(filter()).toEqual({ range: '7d' })
  })

  it('names addresses without a country', () => {
    renderPart(<Page start={{ country: 'ZZ' }} />)
    expect(screen.getByRole('button', { name: 'Country: Unknown country' })).toBeTruthy()
  })

  it('adds a country by the beginning of its name', async () => {
    renderPart(<Page start={{ range: '7d' }} />)
    await press('Add filter')
    await userEvent.click(await screen.findByRole('button', { name: 'Country' }))
    await userEvent.type(screen.getByRole('combobox', { name: 'Country' }), 'ger{ArrowDown}{Enter}')
    expect(filter()).toEqual({ range: '7d', country: 'DE' })
  })

  it('adds an address once it is one', async () => {
    renderPart(<Page start={{}} />)
    await press('Add filter')
    await userEvent.click(await screen.findByRole('button', { name: 'Address' }))
    const field = screen.getByLabelText('Address or network')
    await userEvent.type(field, '203.0.113.0/33{Enter}')
    expect(screen.getByText('Give an address, or a network such as 203.0.113.0/24.')).toBeTruthy()
    await userEvent.type(field, '{Backspace}{Backspace}24{Enter}')
    expect(filter()).toEqual({ address: '203.0.113.0/24' })
  })

  it('proposes jails that banned in this time, asked for when they are needed', async () => {
    serve({ 'GET /stats/jails': () => ({ items: [{ jail: 'sshd' }, { jail: 'nginx' }] }) })
    renderPart(<Page start={{ range: '7d', host: 'web-1', country: 'DE' }} />)
    await press('Add filter')
    expect(calls.filter((call) => call.path.includes('jails'))).toEqual([])
    await userEvent.click(await screen.findByRole('button', { name: 'Jail' }))
    await userEvent.click(await screen.findByRole('option', { name: 'nginx' }))
    expect(filter()).toEqual({ range: '7d', host: 'web-1', country: 'DE', jail: 'nginx' })
    expect(calls.map((call) => call.path).filter((path) => path.includes('jails'))).toEqual([
      '/stats/jails?range=7d&host=web-1&limit=500',
    ])
  })

  it('adds any jail that is typed, and proposes those of a year where the time is too long for statistics', async () => {
    serve({ 'GET /stats/jails': () => ({ items: [] }) })
    const time = { from: '2020-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }
    renderPart(<Page start={time} />)
    await press('Add filter')
    await userEvent.click(await screen.findByRole('button', { name: 'Jail' }))
    await userEvent.type(screen.getByRole('combobox', { name: 'Jail' }), '{Enter}')
    expect(screen.getByText('Give a jail.')).toBeTruthy()
    await userEvent.type(screen.getByRole('combobox', { name: 'Jail' }), 'old-jail{Enter}')
    expect(filter()).toEqual({ ...time, jail: 'old-jail' })
    expect(calls.map((call) => call.path)).toContain('/stats/jails?range=365d&limit=500')
  })

  it('adds a network by its number', async () => {
    renderPart(<Page start={{}} />)
    await press('Add filter')
    await userEvent.click(await screen.findByRole('button', { name: 'Network' }))
    await userEvent.type(screen.getByRole('combobox', { name: 'Network' }), 'AS64501{Enter}')
    expect(filter()).toEqual({ asn: 64501 })
  })

  it('offers neither what is in force nor a choice of one host', async () => {
    renderPart(<Page start={{ jail: 'sshd' }} hosts={['web-1']} />)
    await press('Add filter')
    await screen.findByRole('button', { name: 'Country' })
    expect(screen.queryByRole('button', { name: 'Host' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Jail' })).toBeNull()
  })
})
