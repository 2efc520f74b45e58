import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Ban } from '@/api/types'
import { makeBan, makeHost, makeJail, makeSummary } from '@/testing/make'
import { makeDropped, makeEnforcement } from '@/testing/makeEnforcement'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { DashboardPage } from './DashboardPage'
import { dashboardSearch } from './search'

let bans: Ban[]

const span = {
  range: '24h',
  from: '2026-10-11T04:00:00Z',
  to: '2026-10-12T04:00:00Z',
  bucket_seconds: 3600,
  timezone: 'UTC',
  estimated: false,
}
const totals = { ...span, total: 12, total_before: 10, next_cursor: null }
const counts = { n: 12, n_before: 10, share: 1 }
const credit = {
  known: true,
  built_in: true,
  type: '',
  source: 'IPFire Location',
  credit: 'Countries from IPFire Location, CC BY-SA 4.0',
  licence: 'CC BY-SA 4.0',
  built_at: '2026-06-25T04:33:59Z',
  source_url: 'https://location.ipfire.org/',
  licence_url: '',
}

beforeEach(() => {
  bans = [makeBan({ id: 1, address: '192.0.2.1' })]
  serve({
    'GET /hosts': () => ({ items: [makeHost()], next_cursor: null }),
    'GET /hosts/local/jails': () => ({ items: [makeJail()], next_cursor: null, reachable: true }),
    'GET /stats/summary': () => makeSummary(),
    'GET /stats/trend': () => ({
      ...span,
      buckets: ['2026-10-12T02:00:00Z', '2026-10-12T03:00:00Z'],
      jails: [{ jail: 'sshd', n: 12, values: [5, 7] }],
      other: null,
      total: [5, 7],
      before: [4, 6],
      sum: 12,
      sum_before: 10,
    }),
    'GET /stats/jails': () => ({ ...totals, items: [{ jail: 'sshd', ...counts, values: [5, 7] }] }),
    'GET /stats/countries': () => ({
      ...totals,
      items: [
        { country: 'NL', ...counts, n: 9, share: 0.75 },
        { country: '', ...counts, n: 3, share: 0.25 },
      ],
    }),
    'GET /stats/networks': () => ({
      ...totals,
      available: true,
      items: [{ asn: 64500, name: 'Example Net', ...counts }],
    }),
    'GET /stats/addresses': () => ({
      ...totals,
      items: [
        {
          address: '203.0.113.9',
          country: 'NL',
          asn: 0,
          network: '',
          last_banned_at: span.to,
          active: true,
          ...counts,
        },
      ],
    }),
    'GET /geo': () => ({ version: '1', country: credit, network: { ...credit, known: false, credit: '' } }),
    'GET /bans': () => ({ items: bans, next_cursor: null }),
    'GET /bans/1': () => ({ ...bans[0], evidence: ['line one', 'line two'] }),
  })
})

const show = (url = '/') => renderPage(DashboardPage, { path: '/', url, search: dashboardSearch })
const card = async (name: string) => within(await screen.findByRole('region', { name }))
/** What the path was asked with, the last time. */
const asked = (path: string) =>
  Object.fromEntries(new URLSearchParams(calls.findLast((c) => c.path.startsWith(`${path}?`))?.path.split('?')[1]))

describe('DashboardPage', () => {
  it('shows figures with a comparison in words, each a link', async () => {
    await show()
    expect(await screen.findByText('20% more than the day before')).toBeTruthy()
    expect(screen.getByText('as many as the day before')).toBeTruthy()
    expect(screen.getByRole('link', { name: /Active bans/ }).getAttribute('href')).toBe('/bans')
    expect(screen.getByRole('link', { name: /Bans in 24 hours/ }).getAttribute('href')).toBe('/history?range=24h')
    expect(screen.getByText('local is reachable')).toBeTruthy()
  })

  it('says what is not counted or not known instead of a number', async () => {
    serve({ 'GET /stats/summary': () => makeSummary({ failures: null, failures_before: null, bans_before: null }) })
    await show()
    expect(await screen.findByText('not counted by country, network or origin')).toBeTruthy()
    expect(screen.getByText('no data for the day before')).toBeTruthy()
  })

  it('marks numbers that come from a sample', async () => {
    serve({
      'GET /stats/summary': () => makeSummary({ estimated: true }),
      'GET /stats/jails': () => ({ ...totals, estimated: true, items: [] }),
    })
    await show()
    expect(await screen.findByRole('link', { name: /Bans in 24 hours\s*about 12/ })).toBeTruthy()
    expect((await card('Bans by jail')).getByText('≈ estimated').title).toContain('sample')
  })

  it('asks for days in the zone of the one who looks', async () => {
    await show('/?range=30d&tz=Europe/Berlin')
    await card('Countries')
    for (const path of ['/stats/summary', '/stats/trend', '/stats/countries', '/stats/networks', '/stats/addresses'])
      expect(asked(path)).toMatchObject({ range: '30d', tz: 'Europe/Berlin' })
  })

  it('lets new rows wait while the pointer is on the list', async () => {
    const { client } = await show()
    const section = (await screen.findByText('192.0.2.1')).closest('section[id="recent"]')
    if (!section) throw new Error('the list has no section')
    fireEvent.pointerEnter(section)
    bans = [makeBan({ id: 2, address: '192.0.2.2' }), ...bans]
    await act(() => client.invalidateQueries())
    const wait = await screen.findByRole('button', { name: '1 new – show' })
    expect(screen.queryByText('192.0.2.2')).toBeNull()
    await userEvent.click(wait)
    expect(screen.getByText('192.0.2.2').closest('tr')?.className).toContain('fresh')
    expect(screen.queryByRole('button', { name: '1 new – show' })).toBeNull()
  })

  it('shows them by itself when the pointer leaves', async () => {
    const { client } = await show()
    const section = (await screen.findByText('192.0.2.1')).closest('section[id="recent"]')
    if (!section) throw new Error('the list has no section')
    fireEvent.pointerEnter(section)
    bans = [makeBan({ id: 2, address: '192.0.2.2' }), ...bans]
    await act(() => client.invalidateQueries())
    await screen.findByRole('button', { name: '1 new – show' })
    fireEvent.pointerOver(document.body)
    expect(await screen.findByText('192.0.2.2')).toBeTruthy()
  })

  it('opens the evidence with Enter', async () => {
    await show()
    const row = (await screen.findByText('192.0.2.1')).closest('tr')
    if (!row) throw new Error('no row')
    row.focus()
    fireEvent.keyDown(row, { key: 'Enter' })
    expect(await screen.findByText('line two')).toBeTruthy()
  })

  it('leads from an address to all that is known of it, and credits the countries', async () => {
    await show()
    const address = await (await card('Addresses')).findByRole('link', { name: /203\.0\.113\.9/ })
    expect(address.getAttribute('href')).toBe('/addresses/203.0.113.9')
    const map = await card('Where bans come from')
    const link = await map.findByRole('link', { name: 'IPFire Location' })
    expect(link.closest('p')?.textContent).toContain('2026')
  })
})

describe('filters of DashboardPage', () => {
  it('narrows everything to the jail that is pressed, and back', async () => {
    const { router } = await show('/?range=7d')
    await userEvent.click(await (await card('Bans by jail')).findByRole('button', { name: /^sshd/ }))
    await waitFor(() => expect(router.state.location.search).toEqual({ range: '7d', jail: 'sshd' }))
    await waitFor(() => {
      for (const path of ['/stats/summary', '/stats/trend', '/stats/countries', '/stats/networks', '/stats/addresses'])
        expect(asked(path), path).toMatchObject({ range: '7d', jail: 'sshd' })
      expect(asked('/bans')).toMatchObject({ jail: 'sshd' })
    })
    expect(asked('/stats/jails')).not.toHaveProperty('jail')
    await userEvent.click(screen.getByRole('button', { name: 'Jail: sshd' }))
    await waitFor(() => expect(router.state.location.search).toEqual({ range: '7d' }))
  })

  it('narrows to a country, also to the unknown one, and keeps the others to choose from', async () => {
    const { router } = await show()
    const countries = await card('Countries')
    await userEvent.click(await countries.findByRole('button', { name: /Netherlands/ }))
    await waitFor(() => expect(router.state.location.search).toEqual({ country: 'NL' }))
    await waitFor(() => expect(asked('/bans')).toMatchObject({ country: 'NL' }))
    expect(asked('/stats/countries')).not.toHaveProperty('country')
    await userEvent.click(countries.getByRole('button', { name: /^Unknown country.*25%/ }))
    await waitFor(() => expect(router.state.location.search).toEqual({ country: 'ZZ' }))
    await userEvent.click(countries.getByRole('button', { name: /^Unknown country.*25%/ }))
    await waitFor(() => expect(router.state.location.search).toEqual({}))
  })

  it('narrows to a network and names it', async () => {
    const { router } = await show()
    await userEvent.click(await (await card('Networks')).findByRole('button', { name: /Example Net/ }))
    await waitFor(() => expect(router.state.location.search).toEqual({ asn: 64500 }))
    expect(await screen.findByRole('button', { name: 'Network: Example Net, AS64500' })).toBeTruthy()
  })

  it('has none that statistics do not know', () => {
    const known = { jail: 'sshd' }
    expect(dashboardSearch({ ...known, address: '192.0.2.1', id: 'mallory', q: 'root' })).toEqual(known)
  })

  it('takes the last filter away with Escape', async () => {
    const { router } = await show('/?jail=sshd&country=NL')
    await card('Countries')
    fireEvent.keyDown(document.body, { key: 'Escape' })
    await waitFor(() => expect(router.state.location.search).toEqual({ jail: 'sshd' }))
  })

  it('zooms out of a time that was drawn over', async () => {
    const { router } = await show('/?from=2026-10-10T10:00:00Z&to=2026-10-10T12:00:00Z')
    await userEvent.click(await screen.findByRole('button', { name: 'Zoom out' }))
    const wider = { from: '2026-10-10T09:00:00Z', to: '2026-10-10T13:00:00Z' }
    await waitFor(() => expect(router.state.location.search).toEqual(wider))
    await waitFor(() => expect(asked('/stats/trend')).toMatchObject(wider))
    expect(screen.getByRole('link', { name: /Bans in the chosen time/ })).toBeTruthy()
  })
})

describe('states of DashboardPage', () => {
  it('says why there are no bans and offers a wider range', async () => {
    bans = []
    const { router } = await show()
    expect(await screen.findByText('No bans in the last 24 hours')).toBeTruthy()
    expect(screen.getByText('fail2ban is running and has not banned anybody yet.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Show 7 days' }))
    await waitFor(() => expect(router.state.location.search).toEqual({ range: '7d' }))
  })

  it('goes on where an answer has few bans or none, and tells bans that are not found from none', async () => {
    const first = makeBan({ id: 9, address: '192.0.2.9' })
    const answers: Record<string, object> = {
      '': { items: [first], next_cursor: 'a' },
      a: { items: [], next_cursor: 'b' },
      b: { items: bans, next_cursor: null },
    }
    serve({ 'GET /bans': ({ path }) => answers[new URLSearchParams(path.split('?')[1]).get('cursor') ?? ''] })
    const { client } = await show('/?jail=sshd')
    expect(await screen.findByText('192.0.2.1')).toBeTruthy()
    expect(screen.getByText('192.0.2.9')).toBeTruthy()
    expect(asked('/bans')).toMatchObject({ jail: 'sshd', limit: '24', cursor: 'b' })
    serve({ 'GET /bans': () => ({ items: [], next_cursor: 'on' }) })
    calls.length = 0
    await act(() => client.invalidateQueries({ queryKey: ['get', '/bans'] }))
    expect(await screen.findByText('Nothing found so far')).toBeTruthy()
    const link = screen.getByRole('link', { name: 'Search on in the history' })
    expect(link.getAttribute('href')).toBe('/history?jail=sshd&range=24h')
    expect(calls.filter((c) => c.path.startsWith('/bans?'))).toHaveLength(40)
  })

  it('offers to clear filters that nothing matches', async () => {
    bans = []
    const { router } = await show('/?origin=manual')
    expect(await screen.findByText('No bans match in the last 24 hours')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
    await waitFor(() => expect(router.state.location.search).toEqual({}))
  })

  it('shows an error only in the block that failed', async () => {
    serve({ 'GET /stats/jails': () => problem(500, 'internal', 'the counts are broken') })
    await show()
    expect(await (await card('Bans by jail')).findByText('The counts are broken.')).toBeTruthy()
    expect(await screen.findByText('192.0.2.1')).toBeTruthy()
  })

  it('keeps what it has when it cannot be fetched anew, and says how old it is', async () => {
    const { client } = await show()
    const countries = await card('Countries')
    await countries.findByRole('button', { name: /Netherlands/ })
    serve({ 'GET /stats/countries': () => problem(500, 'internal', 'the counts are broken') })
    await act(() => client.invalidateQueries())
    expect(await countries.findByText(/^as of/)).toBeTruthy()
    expect(countries.getByRole('button', { name: /Netherlands/ })).toBeTruthy()
    expect(countries.getByRole('status').textContent).toBe('The counts are broken.')
  })

  it('says how networks become known', async () => {
    serve({ 'GET /stats/networks': () => ({ ...totals, available: false, items: [] }) })
    await show()
    expect(await (await card('Networks')).findByText('BANGUI_GEO_ASN_DB')).toBeTruthy()
  })

  it('tells what was dropped because of block lists, once there are any', async () => {
    serve({
      'GET /blocklists/enforcement': () => ({ items: [makeEnforcement()], next_cursor: null }),
      'GET /blocklists/dropped': () => makeDropped(),
    })
    await show('/?range=7d&host=local')
    const dropped = await card('Dropped because of block lists')
    expect(await dropped.findByText('35')).toBeTruthy()
    expect(dropped.getByText('packets, 502 kB')).toBeTruthy()
    expect(dropped.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['spamhaus-drop3086%', 'mine514%'])
    expect(dropped.getByRole('link', { name: 'Enforcement' }).getAttribute('href')).toBe(
      '/blocklists/enforcement?range=7d&host=local',
    )
    expect(calls.some((c) => /^\/blocklists\/dropped\?(?=.*range=7d)(?=.*host=local)/.test(c.path))).toBe(true)
  })

  it('says nothing of block lists as long as there are none', async () => {
    serve({ 'GET /blocklists/enforcement': () => ({ items: [makeEnforcement({ lists: [] })], next_cursor: null }) })
    await show()
    await screen.findByText('192.0.2.1')
    await waitFor(() => expect(calls.some((c) => c.path === '/blocklists/enforcement')).toBe(true))
    expect(screen.queryByText('Dropped because of block lists')).toBeNull()
    expect(calls.some((c) => c.path.startsWith('/blocklists/dropped'))).toBe(false)
  })
})
