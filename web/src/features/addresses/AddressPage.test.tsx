import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeBan, makeHost, makeJail, makeResult } from '@/testing/make'
import { makeAddress } from '@/testing/makeAddress'
import { makeListed } from '@/testing/makeEnforcement'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { AddressPage } from './AddressPage'
import { addressSearch } from './search'

const old = makeBan({
  id: 3,
  active: false,
  ended_by: 'expired',
  ended_at: '2026-10-01T05:00:00Z',
  banned_at: '2026-10-01T04:00:00Z',
})

beforeEach(() => {
  serve({
    'GET /hosts': () => ({ items: [makeHost()], next_cursor: null }),
    'GET /hosts/local/jails': () => ({
      items: [makeJail(), makeJail({ name: 'recidive' })],
      next_cursor: null,
      reachable: true,
    }),
    'GET /stats/jails': () => ({ items: [], next_cursor: null }),
    'GET /addresses/192.0.2.1': () => makeAddress(),
    'GET /bans': ({ path }) => ({
      items: path.includes('from=') ? [old] : [makeBan({ id: 5 }), makeBan({ id: 4, jail: 'nginx' }), old],
      next_cursor: null,
      searched_to: null,
    }),
    'GET /bans/5/why': () => ({
      ban_id: 5,
      host: 'local',
      jail: 'sshd',
      available: false,
      reason: 'the jail is gone',
      complete: true,
      problems: [],
      lines: [
        {
          text: 'Failed password for root from 192.0.2.1',
          outcome: 'not_tried',
          index: null,
          expression: '',
          address: '',
          user: '',
          remembered: false,
          captures: [],
          parts: [{ text: 'Failed password for root from 192.0.2.1', role: 'none', name: '' }],
        },
      ],
    }),
    'GET /bans/3': () => ({ ...old, evidence: ['first line', 'second line'], evidence_lines: 2 }),
    'DELETE /bans': ({ body }) => ({
      items: [makeResult({ jail: (body as { jails: string[] }).jails[0] ?? '', outcome: 'unbanned' })],
      summary: {},
    }),
    'POST /bans': ({ body }) => ({ items: [makeResult({ jail: (body as { jail: string }).jail })], summary: {} }),
  })
})

const show = (url = '/addresses/192.0.2.1', permissions?: string[]) =>
  renderPage(AddressPage, { path: '/addresses/$address', search: addressSearch, url, permissions })
const sent = (method: string) => calls.filter((c) => c.method === method).map((c) => c.body)
const button = (name: string | RegExp) => screen.findByRole('button', { name })

describe('AddressPage', () => {
  it('lifts and allows for a time', async () => {
    await show()
    await userEvent.click(await button('Lift and allow…'))
    expect(await screen.findByRole('dialog')).toBeTruthy()
  })

  it('tells where it is, what is in force, why, and who is near', async () => {
    await show()
    expect(await screen.findByRole('heading', { level: 1, name: '192.0.2.1' })).toBeTruthy()
    expect(await screen.findByText('Example Net · AS64500')).toBeTruthy()
    expect(within(screen.getByRole('list', { name: 'Bans in force' })).getAllByRole('listitem')).toHaveLength(2)
    expect(await screen.findByText('Failed password for root from 192.0.2.1')).toBeTruthy()
    const near = within(screen.getByRole('table', { name: 'Neighbours' }))
    expect(near.getByRole('link', { name: '192.0.2.9' }).getAttribute('href')).toBe('/addresses/192.0.2.9')
    expect(near.getByText('banned now')).toBeTruthy()
    const around = screen.getAllByRole('link', { name: '192.0.2.0/24' })
    expect(around[0]?.getAttribute('href')).toBe('/addresses/192.0.2.0?prefix=24')
    expect(screen.getByRole('link', { name: 'Netherlands' }).getAttribute('href')).toBe('/history?country=NL')
  })

  it('lifts one ban at once', async () => {
    await show()
    await userEvent.click(await button('Lift the ban of 192.0.2.1 in nginx on local'))
    await waitFor(() =>
      expect(sent('DELETE')).toEqual([{ addresses: ['192.0.2.1'], hosts: ['local'], jails: ['nginx'] }]),
    )
    expect(await screen.findByText('192.0.2.1 unbanned from nginx')).toBeTruthy()
  })

  it('lifts all after a question, which warns of a network that goes free with it', async () => {
    const wide = makeBan({ id: 6, address: '192.0.2.0/24' })
    serve({ 'GET /addresses/192.0.2.1': () => makeAddress({ in_force: [wide, makeBan({ id: 5 })] }) })
    await show()
    expect(await screen.findByText('as part of')).toBeTruthy()
    await userEvent.click(await button('Lift everywhere'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Lift 2 bans of 192.0.2.1?' }))
    expect(dialog.getByText(/All of 192\.0\.2\.0\/24 is set free/)).toBeTruthy()
    expect(sent('DELETE')).toEqual([])
    await userEvent.click(dialog.getByRole('button', { name: 'Lift 2 bans' }))
    await waitFor(() =>
      expect(sent('DELETE')).toEqual([{ addresses: ['192.0.2.0/24', '192.0.2.1'], hosts: ['local'], jails: ['sshd'] }]),
    )
  })

  it('bans it in the jails that are chosen', async () => {
    await show()
    await userEvent.click(await button('Ban in more jails…'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Ban addresses' }))
    expect((dialog.getByLabelText('Addresses or networks') as HTMLTextAreaElement).value).toBe('192.0.2.1')
    for (const jail of ['sshd', 'recidive']) {
      await userEvent.click(dialog.getByLabelText('Jails', { selector: 'input' }))
      await userEvent.click(await screen.findByRole('option', { name: jail }))
    }
    await userEvent.click(dialog.getByRole('button', { name: 'Ban 1 address' }))
    await waitFor(() => expect(sent('POST')).toHaveLength(2))
  })

  it('opens the matched lines of each ban, fetched then', async () => {
    await show()
    const toggles = await screen.findAllByRole('button', { name: 'Matched lines of this ban' })
    expect(toggles).toHaveLength(3)
    await userEvent.click(toggles[2] as HTMLElement)
    expect(await screen.findByText('second line')).toBeTruthy()
    expect(toggles[2]?.getAttribute('aria-expanded')).toBe('true')
    await userEvent.click(toggles[2] as HTMLElement)
    expect(screen.queryByText('second line')).toBeNull()
  })

  it('goes through the days by keyboard, and lists those of one', async () => {
    const { router } = await show()
    const line = await screen.findByRole('application', { name: 'Bans by day' })
    line.focus()
    await userEvent.keyboard('{ArrowLeft}')
    expect(screen.getAllByText(/12.*: 2 bans|Oct 12: 2 bans/).length).toBeGreaterThan(0)
    await userEvent.keyboard('{ArrowLeft}{Enter}')
    await waitFor(() =>
      expect(router.state.location.search).toEqual({
        from: '2026-10-01T00:00:00.000Z',
        to: '2026-10-02T00:00:00.000Z',
      }),
    )
    await waitFor(() => expect(screen.getAllByRole('button', { name: 'Matched lines of this ban' })).toHaveLength(1))
    await userEvent.click(await button(/Oct/))
    await waitFor(() => expect(router.state.location.search).toEqual({}))
  })

  it('looks for its bans until there are some, and can be told to look further back', async () => {
    const listed = (items: unknown[], next_cursor: string | null) => ({ items, next_cursor, searched_to: null })
    let last = 'c40'
    serve({
      'GET /bans': ({ path }) => {
        const at = new URLSearchParams(path.split('?')[1]).get('cursor') ?? 'c0'
        return at === last ? listed([old], null) : listed([], `c${Number(at.slice(1)) + 1}`)
      },
    })
    await show()
    expect(await screen.findByText('Nothing found so far')).toBeTruthy()
    expect(calls.filter((c) => c.path.startsWith('/bans?'))).toHaveLength(40)
    last = 'c42'
    await userEvent.click(await button('Show older bans'))
    expect(await button('Matched lines of this ban')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Show older bans' })).toBeNull()
  })

  it('asks for the name only on demand, and says what came of it', async () => {
    let answer: unknown = problem(502, 'unreachable', 'the name service does not answer')
    serve({ 'GET /addresses/192.0.2.1/name': () => answer })
    await show()
    const ask = await button('Look up')
    expect(calls.some((c) => c.path.endsWith('/name'))).toBe(false)
    await userEvent.click(ask)
    expect(await screen.findByText('The name service does not answer.')).toBeTruthy()
    answer = { names: ['scan.example.net'] }
    await userEvent.click(await button('Look up'))
    expect(await screen.findByText('scan.example.net')).toBeTruthy()
  })

  it('says that names are not looked up where that is off', async () => {
    serve({ 'GET /addresses/192.0.2.1': () => makeAddress({ name_lookup: false }) })
    await show()
    expect(await screen.findByText('look-up is off')).toBeTruthy()
  })

  it('shows a network with the addresses in it', async () => {
    serve({
      'GET /addresses/192.0.2.0': ({ path }) => {
        expect(path).toContain('prefix=24')
        return makeAddress({ address: '192.0.2.0/24', kind: 'network', around: '192.0.2.0/24', in_force: [] })
      },
    })
    await show('/addresses/192.0.2.0?prefix=24')
    expect(await screen.findByRole('heading', { level: 1, name: '192.0.2.0/24' })).toBeTruthy()
    expect(await screen.findByRole('table', { name: 'Addresses in it' })).toBeTruthy()
    expect(screen.getByText('Not banned now')).toBeTruthy()
    expect((await screen.findAllByRole('link', { name: '192.0.2.1' })).length).toBeGreaterThan(0)
  })

  it('says what special addresses are, and that one was never banned', async () => {
    serve({
      'GET /addresses/192.0.2.1': () =>
        makeAddress({
          ...{ special: 'private', country: '', asn: 0, network: '', in_force: [], bans: 0, newest: null },
          ...{ first_banned_at: null, last_banned_at: null, jails: [], hosts: [], days: [], neighbours: [] },
        }),
    })
    await show()
    expect(await screen.findByText('a private network')).toBeTruthy()
    expect(screen.getByText('The history has no ban of it either.')).toBeTruthy()
    expect(screen.getByText('No neighbour was banned')).toBeTruthy()
  })

  it('lists the bans of another ban id, and links to them, by that id', async () => {
    serve({
      'GET /addresses/mallory': () =>
        makeAddress({
          ...{ address: 'mallory', kind: 'other', country: '', asn: 0, around: '', neighbours: [] },
          hosts: [
            { host: 'local', n: 2 },
            { host: 'web-2', n: 1 },
          ],
        }),
    })
    await show('/addresses/mallory')
    expect(await screen.findAllByRole('button', { name: 'Matched lines of this ban' })).toHaveLength(3)
    expect(calls.find((c) => c.path.startsWith('/bans?'))?.path).toBe('/bans?id=mallory&limit=25')
    const ranks = within(screen.getByRole('region', { name: 'Bans by jail' }))
    const hrefs = ranks.getAllByRole('link').map((link) => link.getAttribute('href'))
    expect(hrefs).toContain('/history?id=mallory&jail=sshd')
    expect(hrefs).toContain('/history?id=mallory&host=web-2')
  })

  it('does not say that there is no ban of it if not all were looked at', async () => {
    let report = makeAddress({ in_force: [], bans: 0, more: true, newest: null, first_banned_at: null, days: [] })
    serve({ 'GET /addresses/192.0.2.1': () => report })
    const { client } = await show()
    expect(await screen.findByText(/^The history may have bans of it/)).toBeTruthy()
    expect(await screen.findAllByRole('button', { name: 'Matched lines of this ban' })).toHaveLength(3)
    report = makeAddress({ in_force: [], bans: 1000, more: true })
    await act(() => client.invalidateQueries())
    expect(await screen.findByText(/^The newest 1,000 of its bans are over, and there are older ones/)).toBeTruthy()
  })

  it('says that there are more bans in force than it shows, and lifts only those', async () => {
    const shown = [makeBan({ id: 6, jail: 'nginx' }), makeBan({ id: 5 })]
    serve({ 'GET /addresses/192.0.2.1': () => makeAddress({ in_force: shown, in_force_more: true }) })
    await show()
    expect(await screen.findByText('There are more; these are the newest.')).toBeTruthy()
    await userEvent.click(await button('Lift these'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Lift 2 bans of 192.0.2.1?' }))
    expect(dialog.getByText(/the others stay in force/)).toBeTruthy()
  })

  it('tells apart what is no address and what failed', async () => {
    serve({ 'GET /addresses/192.0.2.999': () => problem(422, 'invalid', 'the address cannot be looked for') })
    await show('/addresses/192.0.2.999')
    expect(await screen.findByText('This is no address and no network')).toBeTruthy()
  })

  it('shows a failure with a way to try again', async () => {
    serve({ 'GET /addresses/192.0.2.1': () => problem(500, 'internal', 'the database is away') })
    await show()
    expect(await screen.findByText('The database is away.')).toBeTruthy()
    serve({ 'GET /addresses/192.0.2.1': () => makeAddress() })
    await userEvent.click(await button('Try again'))
    expect(await screen.findByText('Example Net · AS64500')).toBeTruthy()
  })

  it('lets those who may not lift or ban see that, and why', async () => {
    await show(undefined, ['bans.read'])
    const lift = await button('Lift everywhere')
    expect(lift).toHaveProperty('disabled', true)
    expect(lift.title).toMatch(/Only operators/)
    expect(await button('Ban in more jails…')).toHaveProperty('disabled', true)
  })
})

describe('addressSearch', () => {
  it('takes bits and a whole time, and nothing else', () => {
    expect(addressSearch({ prefix: 24 }).prefix).toBe(24)
    expect(addressSearch({ prefix: '-1' }).prefix).toBeUndefined()
    const time = { from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' }
    expect(addressSearch(time)).toEqual({ prefix: undefined, ...time })
    expect(addressSearch({ from: time.to, to: time.from }).from).toBeUndefined()
    expect(addressSearch({ from: time.from }).from).toBeUndefined()
  })

  it('tells which block lists have it, and why it is let through nevertheless', async () => {
    const exemptions = [{ network: '192.0.2.1', why: 'signed_in', detail: 'ada', hosts: [] }]
    serve({ 'GET /addresses/192.0.2.1': () => makeAddress({ listed: makeListed({ exempt: true, exemptions }) }) })
    await show()
    const lists = within(await screen.findByRole('region', { name: 'Block lists' }))
    expect(lists.getByRole('link', { name: 'spamhaus-drop' }).getAttribute('href')).toBe('/blocklists/1')
    expect(lists.getByText('Let through nevertheless')).toBeTruthy()
    expect(lists.getByText('ada uses BanGUI from here')).toBeTruthy()
  })

  it('is silent about block lists that do not have it', async () => {
    serve({ 'GET /addresses/192.0.2.1': () => makeAddress({ listed: makeListed({ lists: [] }) }) })
    await show()
    await screen.findByRole('heading', { level: 1, name: '192.0.2.1' })
    expect(screen.queryByRole('region', { name: 'Block lists' })).toBeNull()
  })
})
