import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '@/api/live'
import { makeBan, makeHost, makeJail, makeResult } from '@/testing/make'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { HistoryPage } from './HistoryPage'
import { historySearch } from './search'

const listeners = new Set<(events: readonly LiveEvent[]) => void>()
const emit = (...events: LiveEvent[]) =>
  act(() => {
    for (const listener of listeners) listener(events)
  })

const bans = [5, 4, 3, 2].map((id) =>
  makeBan({ id, address: `192.0.2.${id}`, repeats: id === 4 ? 12 : 1, banned_at: `2026-10-1${id}T04:00:00Z` }),
)
const page = (items = bans, next_cursor: string | null = null, searched_to: string | null = null) => ({
  items,
  next_cursor,
  searched_to,
})

beforeEach(async () => {
  const { live } = await import('@/api/useLive')
  vi.spyOn(live, 'subscribe').mockImplementation((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  })
  // happy-dom lays nothing out; without a height the table would show no rows.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900)
  localStorage.clear()
  serve({
    'GET /hosts': () => ({ items: [makeHost()], next_cursor: null }),
    'GET /hosts/local/jails': () => ({ items: [makeJail()], next_cursor: null, reachable: true }),
    'GET /stats/jails': () => ({ items: [], next_cursor: null }),
    'GET /bans': () => page(),
    'GET /bans/count': ({ path }) =>
      path.includes('exact=true')
        ? { n: 12_434, exact: true, at_least: false }
        : { n: 12_617, exact: false, at_least: false },
  })
  return () => {
    listeners.clear()
    vi.restoreAllMocks()
  }
})

const show = (url = '/history') => renderPage(HistoryPage, { path: '/history', search: historySearch, url })
/** What the list was asked for; a request for one ban asks for the name of a network. */
const asked = () =>
  calls
    .filter((c) => c.path.startsWith('/bans?') && !c.path.endsWith('&limit=1'))
    .map((c) => Object.fromEntries(new URLSearchParams(c.path.slice(c.path.indexOf('?')))))
const button = (name: string | RegExp) => screen.findByRole('button', { name })

describe('HistoryPage', () => {
  it('lists bans without a known end, and marks addresses that come again', async () => {
    await show()
    const table = await screen.findByRole('table', { name: 'Bans' })
    expect(table.getAttribute('aria-rowcount')).toBe('-1')
    expect(within(table).getByText('192.0.2.5')).toBeTruthy()
    expect(screen.getByRole('img', { name: '12 bans of this address' })).toBeTruthy()
    expect(screen.getByText('These are all: 4.')).toBeTruthy()
    expect(asked()).toEqual([{ limit: '100' }])
    expect(calls.filter((c) => c.path.endsWith('/jails'))).toEqual([])
    expect(screen.getByRole('link', { name: '192.0.2.5' }).getAttribute('href')).toBe('/addresses/192.0.2.5')
  })

  it('names the owner of the network that it is narrowed to, also if nothing matches', async () => {
    serve({
      'GET /bans': ({ path }) => page(path.endsWith('asn=64500&limit=1') ? [makeBan({ network: 'Example Net' })] : []),
    })
    await show('/history?asn=64500&jail=none')
    expect(await screen.findByText(/Network: Example Net, AS64500/)).toBeTruthy()
  })

  it('estimates the count, and counts exactly on request', async () => {
    await show()
    expect(await screen.findByText('about 12,600 bans')).toBeTruthy()
    await userEvent.click(await button('Count exactly'))
    expect(await screen.findByText('12,434 bans')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Count exactly' })).toBeNull()
  })

  it('asks for what the URL narrows it to', async () => {
    await show(
      '/history?from=2026-10-01T00:00:00Z&to=2026-10-20T00:00:00Z&jail=sshd&country=nl&asn=64500&address=192.0.2.0%2F24&q=root',
    )
    await screen.findByText('192.0.2.5')
    expect(asked()[0]).toEqual({
      ...{ from: '2026-10-01T00:00:00Z', to: '2026-10-20T00:00:00Z', jail: 'sshd', country: 'NL', asn: '64500' },
      ...{ address: '192.0.2.0/24', q: 'root', limit: '100' },
    })
    expect(await button('Country: Netherlands')).toBeTruthy()
    const link = () => screen.getByRole('menuitem', { name: /^CSV/ }).getAttribute('href')
    await userEvent.click(await button('Export'))
    await waitFor(() => expect(link()).toContain('/bans/export?format=csv&'))
    expect(link()).toContain('jail=sshd')
  })

  it('takes addresses and text in one field', async () => {
    const { router } = await show()
    const field = await screen.findByLabelText('Search the history')
    await userEvent.type(field, '198.51.100.0/24')
    await waitFor(() => expect(router.state.location.search).toMatchObject({ address: '198.51.100.0/24' }))
    await userEvent.clear(field)
    await userEvent.type(field, 'oracle')
    await waitFor(() => expect(router.state.location.search).toEqual({ q: 'oracle' }))
  })

  it('goes on with a search that finds nothing, until it is stopped', async () => {
    let pages = 0
    serve({
      'GET /bans': async () => {
        pages++
        await new Promise((done) => setTimeout(done, 20))
        return page([], `c${pages}`, '2026-03-03T12:00:00Z')
      },
    })
    await show('/history?q=nothing')
    expect(await screen.findByText(/^Searched back to .*March.*2026…$/)).toBeTruthy()
    await waitFor(() => expect(pages).toBeGreaterThan(3))
    await userEvent.click(await button('Stop'))
    expect(await screen.findByText('Nothing found so far')).toBeTruthy()
    await act(() => new Promise((done) => setTimeout(done, 80)))
    const stopped = pages
    await act(() => new Promise((done) => setTimeout(done, 100)))
    expect(pages).toBe(stopped)
    serve({ 'GET /bans': () => page() })
    await userEvent.click(await button('Go on'))
    expect(await screen.findByText('192.0.2.5')).toBeTruthy()
  })

  it('lets new bans wait, and shows them when asked', async () => {
    await show('/history?jail=sshd')
    await screen.findByText('192.0.2.5')
    const lifted = makeBan({ ...bans[0], active: false, ended_by: 'unbanned', ended_at: '2026-10-15T05:00:00Z' })
    emit(
      { kind: 'ban', ban: makeBan({ id: 9, address: '192.0.2.9' }) },
      { kind: 'ban', ban: makeBan({ id: 10, address: '192.0.2.10' }) },
      { kind: 'ban', ban: makeBan({ id: 11, jail: 'nginx' }) },
      { kind: 'unban', ban: lifted },
    )
    expect(screen.queryByText('192.0.2.9')).toBeNull()
    expect(await screen.findByText(/^unbanned/)).toBeTruthy()
    serve({ 'GET /bans': () => page([makeBan({ id: 10, address: '192.0.2.10' }), ...bans]) })
    await userEvent.click(await button('2 new – show'))
    expect(await screen.findByText('192.0.2.10')).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('button', { name: /new – show/ })).toBeNull())
  })

  it('goes to a day, to a newer and an older one, and back to the newest', async () => {
    const { router } = await show()
    await screen.findByText('192.0.2.5')
    const at = () => (router.state.location.search as { at?: string }).at
    fireEvent.change(screen.getByLabelText('Go to a day'), { target: { value: '2026-03-03' } })
    await waitFor(() => expect(at()).toBe('2026-03-03'))
    await waitFor(() =>
      expect(Date.parse(asked().at(-1)?.['to'] ?? '')).toBeGreaterThan(Date.parse('2026-03-03T12:00:00Z')),
    )
    await userEvent.click(await button('A day newer'))
    await waitFor(() => expect(at()).toBe('2026-03-04'))
    await userEvent.click(await button('Newest'))
    await waitFor(() => expect(at()).toBeUndefined())
    await userEvent.click(await button('A day older'))
    await waitFor(() => expect(at()).toBe('2026-10-14'))
  })

  it('keeps views under names', async () => {
    const { router } = await show('/history?jail=sshd&at=2026-03-03')
    await userEvent.click(await button('Views'))
    await userEvent.type(await screen.findByLabelText('Save these filters as'), 'SSH{Enter}')
    await act(() => router.navigate({ to: '/history' } as never))
    await userEvent.click(await button(/^SSH/))
    await waitFor(() => expect(router.state.location.search).toEqual({ jail: 'sshd' }))
    await userEvent.click(await button('Views'))
    await userEvent.click(await button('Remove the view SSH'))
    expect(screen.queryByRole('button', { name: /^SSH/ })).toBeNull()
  })

  it('says why there is nothing, and what to do', async () => {
    serve({ 'GET /bans': ({ path }) => (path.includes('jail') || path.includes('from') ? page([]) : page()) })
    const { router } = await show('/history?jail=nginx&range=24h')
    expect(await screen.findByText('No ban matches')).toBeTruthy()
    expect(screen.queryByText('The whole history was searched for it.')).toBeNull()
    await userEvent.click(await button('Search all time'))
    expect(await screen.findByText('The whole history was searched for it.')).toBeTruthy()
    await userEvent.click(screen.getByRole('radio', { name: '24 hours' }))
    await userEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] as HTMLElement)
    expect(await screen.findByText('No bans in this time')).toBeTruthy()
    await userEvent.click(await button('Search all time'))
    expect(await screen.findByText('192.0.2.5')).toBeTruthy()
    expect(router.state.location.search).toEqual({})
  })

  it('shows an error in place of the list, and below it if older bans fail', async () => {
    serve({ 'GET /bans': () => problem(500, 'internal', 'the database is away') })
    await show()
    expect(await screen.findByText('The database is away.')).toBeTruthy()
    serve({
      'GET /bans': ({ path }) => (path.includes('cursor') ? problem(500, 'internal', 'away again') : page(bans, 'c1')),
    })
    await userEvent.click(await button('Try again'))
    expect(await screen.findByText('192.0.2.5')).toBeTruthy()
    expect(await screen.findByText(/Away again\./)).toBeTruthy()
    serve({ 'GET /bans': () => page([makeBan({ id: 1, address: '192.0.2.1' })]) })
    await userEvent.click(await button('Try again'))
    expect(await screen.findByText('192.0.2.1')).toBeTruthy()
  })
})

describe('columns of the history', () => {
  const heads = () => screen.getAllByRole('columnheader').map((head) => head.textContent)

  it('leaves out what was chosen, remembers it, and shows all again', async () => {
    const { unmount } = await show()
    await screen.findByRole('table', { name: 'Bans' })
    expect(heads()).toContain('Failures')
    await userEvent.click(await button('Columns'))
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Failures' }))
    expect(heads()).not.toContain('Failures')
    unmount()
    await show()
    await screen.findByRole('table', { name: 'Bans' })
    expect(heads()).not.toContain('Failures')
    await userEvent.click(await button(/Columns/))
    await userEvent.click(await button('Show all'))
    expect(heads()).toContain('Failures')
    expect(localStorage.getItem('bangui.history-columns')).toBe('')
  })
})

describe('selection in the history', () => {
  const over = makeBan({ id: 9, address: '198.51.100.9', active: false, ended_by: 'expired' })
  const mallory = makeBan({ id: 8, address: 'mallory', active: false, ended_by: 'expired' })
  const inForce = makeBan({ id: 7, address: '198.51.100.7' })
  const sent = (method: string) => calls.filter((c) => c.method === method).map((c) => c.body)

  beforeEach(() =>
    serve({
      'GET /bans': () => page([over, { ...over, id: 6 }, mallory, inForce]),
      'POST /bans': () => ({ items: [makeResult({ address: over.address })], summary: {} }),
      'DELETE /bans': () => ({ items: [makeResult({ address: inForce.address, outcome: 'unbanned' })], summary: {} }),
    }),
  )

  const selectAll = async () => {
    await show()
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select all that are loaded' }))
  }

  it('bans again what is over, each address once and no other id', async () => {
    await selectAll()
    expect(screen.getByText('4 selected')).toBeTruthy()
    await userEvent.click(await button('Ban 1 address again'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Ban 1 address again?' }))
    expect(sent('POST')).toEqual([])
    await userEvent.click(dialog.getByRole('button', { name: 'Ban 1 address' }))
    await waitFor(() => expect(sent('POST')).toHaveLength(1))
    expect(sent('POST')[0]).toMatchObject({ addresses: ['198.51.100.9'], jail: 'sshd', hosts: ['local'] })
    await screen.findByText('1 address banned again')
    expect(screen.queryByText('4 selected')).toBeNull()
  })

  it('lifts what is in force', async () => {
    await selectAll()
    await userEvent.click(await button('Lift 1 ban'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Lift 1 ban?' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Lift 1 ban' }))
    await waitFor(() => expect(sent('DELETE')).toHaveLength(1))
    expect(sent('DELETE')[0]).toMatchObject({ addresses: ['198.51.100.7'] })
  })

  it('allows addresses, and Escape clears the selection before the filters', async () => {
    await selectAll()
    await userEvent.click(await button('Allow…'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Lift and put on the allow list' }))
    expect(dialog.getByText('198.51.100.9, 198.51.100.7')).toBeTruthy()
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    fireEvent.keyDown(document.body, { key: 'Escape' })
    await waitFor(() => expect(screen.queryByText('4 selected')).toBeNull())
  })
})
