import { useQuery } from '@tanstack/react-query'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { hostsQuery } from '@/api/queries'
import { ApiError } from '@/lib/problem'
import { makeJail, makeSettings } from '@/testing/makeJail'
import { renderPart } from '@/testing/render'
import { IgnoreTab } from './IgnoreTab'
import { changeJail } from './orders'
import { jailQuery } from './queries'

vi.mock('./orders')
vi.mock('./queries', async (original) => ({ ...(await original<typeof import('./queries')>()), refreshSoon() {} }))
const change = vi.mocked(changeJail)
const query = jailQuery({ host: 'local', jail: 'sshd' })

function Example() {
  const { data } = useQuery({ ...query, enabled: false })
  return data?.settings && <IgnoreTab jail={data} settings={data.settings} />
}

function show(ignore: string[]) {
  renderPart(<Example />, ['jails.write'], (client) => {
    client.setQueryData(hostsQuery.queryKey, { items: [], next_cursor: null })
    client.setQueryData(query.queryKey, makeJail({ settings: makeSettings({ ignore }) }))
  })
}

/** fail2ban's list as the server would tell it after each change. */
function serve(ignore: string[]) {
  let list = ignore
  change.mockImplementation(async (_, { add_ignore = [], remove_ignore = [] }) => {
    list = [...list.filter((entry) => !remove_ignore.includes(entry)), ...add_ignore]
    return makeJail({ settings: makeSettings({ ignore: list }) })
  })
}

const entries = () => screen.queryAllByRole('listitem').map((item) => item.querySelector('a, span span')?.textContent)

describe('IgnoreTab', () => {
  beforeEach(() => {
    change.mockReset()
  })

  it('takes an entry out at once and puts it back with Undo', async () => {
    serve(['10.0.0.0/8', '192.0.2.7'])
    show(['10.0.0.0/8', '192.0.2.7'])
    await userEvent.click(screen.getByRole('button', { name: 'Remove 10.0.0.0/8' }))
    await waitFor(() => expect(entries()).toEqual(['192.0.2.7']))
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(entries()).toEqual(['192.0.2.7', '10.0.0.0/8']))
    expect(change.mock.calls.map(([, order]) => order)).toEqual([
      { remove_ignore: ['10.0.0.0/8'] },
      { add_ignore: ['10.0.0.0/8'] },
    ])
  })

  it('shows an entry again if fail2ban does not let it go', async () => {
    change.mockRejectedValue(new ApiError({ status: 502, code: 'refused', detail: 'No, it stays here.' }))
    show(['192.0.2.7'])
    await userEvent.click(screen.getByRole('button', { name: 'Remove 192.0.2.7' }))
    await screen.findByText('No, it stays here.')
    expect(entries()).toEqual(['192.0.2.7'])
  })

  it('adds several at once, without those that are there', async () => {
    serve(['192.0.2.7'])
    show(['192.0.2.7'])
    await userEvent.type(screen.getByRole('textbox'), '192.0.2.7, 10.0.0.0/8 vpn.example.org{Enter}')
    await waitFor(() => expect(entries()).toEqual(['192.0.2.7', '10.0.0.0/8', 'vpn.example.org']))
    expect(screen.getByRole('textbox')).toHaveProperty('value', '')
  })

  it('does not send what is no address, network or name', async () => {
    show([])
    await userEvent.type(screen.getByRole('textbox'), '10.0.0.0/99{Enter}')
    expect(screen.getByText('“10.0.0.0/99” is no address, network or host name.')).toBeTruthy()
    expect(change).not.toHaveBeenCalled()
  })

  it('shows the server’s words with the entry they are about', async () => {
    const fields = [{ location: 'body.add_ignore[1]', message: 'use an address' }]
    change.mockRejectedValue(new ApiError({ status: 422, code: 'invalid', detail: 'no', fields }))
    show([])
    await userEvent.type(screen.getByRole('textbox'), '192.0.2.1 odd{Enter}')
    await screen.findByText('odd: Use an address.')
    expect(screen.getByRole('textbox')).toHaveProperty('value', '192.0.2.1 odd')
  })
})
