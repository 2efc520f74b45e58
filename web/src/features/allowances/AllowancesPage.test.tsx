import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Configured } from '@/api/types'
import { makeHost, makeJail } from '@/testing/make'
import { makeAllowance } from '@/testing/makeAllowance'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { AllowancesPage } from './AllowancesPage'
import { allowancesSearch } from './search'

const office = makeAllowance({
  id: 2,
  address: '198.51.100.0/24',
  jails: ['sshd'],
  kind: 'network',
  hosts: ['web-2'],
  note: 'office',
})
const waiting = makeAllowance({
  id: 1,
  pending_hosts: ['web-3'],
  places: [{ host: 'local', jail: 'nginx', address: '192.0.2.1', state: 'placed', since: null, message: '' }],
})

const configured: Configured = {
  host: 'local',
  right: true,
  wanted: 2,
  missing: [],
  surplus: [],
  jails: [],
  drafted: false,
}

beforeEach(() => {
  serve({
    'GET /hosts': () => ({ items: [makeHost()], next_cursor: null }),
    'GET /hosts/local/jails': () => ({ items: [makeJail()], next_cursor: null, reachable: true }),
    'GET /allowlist': ({ path }) =>
      path.includes('cursor=more')
        ? { items: [waiting], next_cursor: null }
        : { items: [office], next_cursor: path.includes('active=true') ? 'more' : null },
    'DELETE /allowlist/2': () => ({
      allowance: { ...office, active: false },
      results: [{ host: 'web-2', jail: '', address: '', outcome: 'pending', message: 'away' }],
    }),
    'PATCH /allowlist/2': () => office,
    'GET /allowlist/hosts/local': () => configured,
    'GET /allowlist/protected': () => ({
      items: [
        { network: '198.51.100.0/24', why: 'allowance', detail: '198.51.100.0/24' },
        { network: '203.0.113.5', why: 'signed_in', detail: 'ada' },
      ],
    }),
    'POST /allowlist/preview': () => ({ items: [], bans: [], total: 0, at_least: false }),
    'POST /allowlist': () =>
      Response.json({ items: [office], results: [], lifted: { items: [], summary: {} } }, { status: 201 }),
  })
})

const show = (options: { url?: string; permissions?: string[] } = {}) =>
  renderPage(AllowancesPage, { path: '/allowlist', search: allowancesSearch, ...options })
const sent = (method: string) => calls.filter((c) => c.method === method).map((c) => [c.path, c.body])
const ordered = () => sent('POST').filter(([path]) => path === '/allowlist')
const row = async (address: string) => within(await screen.findByRole('row', { name: new RegExp(address) }))

describe('AllowancesPage', () => {
  it('tells where, by whom and why, and fetches more when asked', async () => {
    await show()
    const first = await row('198.51.100.0/24')
    for (const text of ['sshd', 'on web-2', 'ada', 'office', 'in force'])
      expect(first.getByText(new RegExp(text))).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }))
    const second = await row('192.0.2.1')
    expect(second.getByText('all jails')).toBeTruthy()
    expect(second.getByText('waits for web-3')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
  })

  it('tells of the jails of one', async () => {
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Show more' }))
    await userEvent.click((await row('192.0.2.1')).getByText('all jails'))
    const sheet = within(await screen.findByRole('dialog'))
    expect(sheet.getByText('nginx')).toBeTruthy()
    expect(sheet.getByText(/Not all is done yet on web-3/)).toBeTruthy()
  })

  it('ends one after a question, and takes that back for what was left', async () => {
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'End the allowance of 198.51.100.0/24' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'End the allowance of 198.51.100.0/24?' }))
    expect(sent('DELETE')).toEqual([])
    expect(dialog.queryByText(/block list/)).toBeNull()
    await userEvent.click(dialog.getByRole('button', { name: 'End allowance' }))
    await screen.findByText('198.51.100.0/24 is no longer allowed; on web-2 as soon as it answers')
    expect(sent('DELETE')).toEqual([['/allowlist/2', undefined]])
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(sent('POST')).toHaveLength(1))
    const order = sent('POST')[0]?.[1] as Record<string, unknown>
    expect(order).toMatchObject({
      addresses: ['198.51.100.0/24'],
      jails: ['sshd'],
      hosts: ['web-2'],
      note: 'office',
      lift: false,
    })
    expect(order['duration_seconds']).toBeGreaterThan(86_300)
    expect(order['duration_seconds']).toBeLessThanOrEqual(86_400)
  })

  it('says before the end that block lists count again for what is allowed in all jails', async () => {
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Show more' }))
    await userEvent.click(await screen.findByRole('button', { name: 'End the allowance of 192.0.2.1' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'End the allowance of 192.0.2.1?' }))
    expect(dialog.getByText(/If a block list has it, it is blocked again at once/)).toBeTruthy()
  })

  it('gives one another end, and says when it would be sooner', async () => {
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Change the allowance of 198.51.100.0/24' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Change the allowance of 198.51.100.0/24' }))
    const change = dialog.getByRole('button', { name: 'Change' })
    expect(change).toHaveProperty('disabled', true)
    await userEvent.click(dialog.getByRole('radio', { name: 'For a time' }))
    const field = dialog.getByLabelText('For how long')
    await userEvent.clear(field)
    await userEvent.type(field, '367d')
    expect(dialog.getByText('Use 1m to 366d.')).toBeTruthy()
    expect(change).toHaveProperty('disabled', true)
    await userEvent.click(dialog.getByRole('button', { name: '1h' }))
    expect(dialog.getByText(/sooner than now/)).toBeTruthy()
    await userEvent.click(dialog.getByRole('button', { name: '7d' }))
    await userEvent.click(change)
    await waitFor(() => expect(sent('PATCH')).toEqual([['/allowlist/2', { duration_seconds: 604_800 }]]))
    await screen.findByText(/198\.51\.100\.0\/24 is allowed until/)
  })

  it('makes one stay, with another note', async () => {
    serve({ 'PATCH /allowlist/2': () => ({ ...office, until: null }) })
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Change the allowance of 198.51.100.0/24' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Change the allowance of 198.51.100.0/24' }))
    await userEvent.click(dialog.getByRole('radio', { name: 'Without an end' }))
    await userEvent.type(dialog.getByLabelText('Note'), ' in Oslo')
    await userEvent.click(dialog.getByRole('button', { name: 'Change' }))
    await waitFor(() => expect(sent('PATCH')).toEqual([['/allowlist/2', { standing: true, note: 'office in Oslo' }]]))
    await screen.findByText('198.51.100.0/24 is allowed without an end')
  })

  it('tells what a name stands for and how old that is, and asks anew', async () => {
    const answer = {
      addresses: [
        { address: '203.0.113.7', special: '' },
        { address: '10.0.0.7', special: 'private' },
      ],
      resolved_at: new Date(Date.now() - 7_200_000).toISOString(),
      tried_at: new Date().toISOString(),
      problem: 'the name service does not answer',
    }
    const home = makeAllowance({ id: 5, kind: 'name', address: 'home.example.org', until: null, answer })
    serve({
      'GET /allowlist': () => ({ items: [home], next_cursor: null }),
      'POST /allowlist/5/resolve': () => home,
    })
    await show()
    const line = await row('home.example.org')
    for (const text of ['203.0.113.7', 'a private network', 'no end', 'no good answer'])
      expect(line.getByText(text)).toBeTruthy()
    await userEvent.click(line.getByText('no end'))
    const sheet = within(await screen.findByRole('dialog'))
    expect(sheet.getByText('The name service does not answer.')).toBeTruthy()
    expect(sheet.getByText(/as of/).textContent).toMatch(/^as of 2 h.* ago, and counting on$/)
    await userEvent.click(sheet.getByRole('button', { name: 'Ask again now' }))
    await waitFor(() => expect(sent('POST')).toEqual([['/allowlist/5/resolve', undefined]]))
  })

  it('says that what has no end holds without BanGUI', async () => {
    await show()
    expect(await screen.findByText(/All 2 entries without an end are in the configuration/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Prepare the change…' })).toBeNull()
  })

  it('prepares what the configuration lacks, and tells what has to be done by hand', async () => {
    const lacking = { ...configured, right: false, missing: ['192.0.2.1'], surplus: ['192.0.2.9'], jails: ['sshd'] }
    serve({
      'GET /allowlist/hosts/local': () => lacking,
      'POST /allowlist/hosts/local/draft': () => ({
        changed: true,
        left: [{ jail: 'web', message: 'it is extended already' }],
      }),
    })
    await show({ permissions: ['bans.write', 'config.write'] })
    expect(await screen.findByText('192.0.2.1')).toBeTruthy()
    expect(screen.getByText('192.0.2.9')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Prepare the change…' }))
    expect(await screen.findByText(/web: It is extended already\./)).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Look at your draft and apply it' })).toBeTruthy()
  })

  it('leads to the draft that has it already', async () => {
    const lacking = { ...configured, right: false, missing: ['192.0.2.1'], jails: ['sshd'], drafted: true }
    serve({ 'GET /allowlist/hosts/local': () => lacking })
    await show()
    expect(await screen.findByRole('link', { name: 'Look at your draft and apply it' })).toBeTruthy()
  })

  it('keeps the configuration from those who may not change it, and shows why it cannot be prepared', async () => {
    const lacking = { ...configured, right: false, missing: ['192.0.2.1'], jails: ['sshd'] }
    serve({
      'GET /allowlist/hosts/local': () => lacking,
      'POST /allowlist/hosts/local/draft': () =>
        problem(409, 'conflict', 'a file is not read', { mend: 'Include it.' }),
    })
    const { unmount } = await show({ permissions: ['bans.write'] })
    expect(await screen.findByRole('button', { name: 'Prepare the change…' })).toHaveProperty('disabled', true)
    unmount()
    await show({ permissions: ['bans.write', 'config.write'] })
    await userEvent.click(await screen.findByRole('button', { name: 'Prepare the change…' }))
    expect(await screen.findByText(/A file is not read/i)).toBeTruthy()
    expect(screen.getByText(/Include it\./)).toBeTruthy()
  })

  it('tells what is protected besides', async () => {
    await show()
    const list = within(await screen.findByRole('list', { name: 'Protected by itself' }))
    expect(list.getByText('203.0.113.5')).toBeTruthy()
    expect(list.getByText('ada uses BanGUI from here')).toBeTruthy()
    expect(list.queryByText('198.51.100.0/24')).toBeNull()
  })

  it('adds one, and tells at the field what is not an address', async () => {
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Allow' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Put on the allow list' }))
    const field = await dialog.findByLabelText('Addresses, networks or names')
    await userEvent.click(dialog.getByRole('button', { name: 'Allow' }))
    expect(dialog.getByText('Name at least one address, network or name.')).toBeTruthy()
    await userEvent.type(field, '203.0.113.9 example')
    expect(dialog.getByText('neither an address or network nor a whole name')).toBeTruthy()
    await userEvent.click(dialog.getByRole('button', { name: 'Allow' }))
    expect(field.getAttribute('aria-invalid')).toBe('true')
    expect(dialog.getByText('Mend or remove what is not valid: nothing was allowed.')).toBeTruthy()
    expect(ordered()).toEqual([])
    await userEvent.clear(field)
    await userEvent.type(field, '203.0.113.9')
    await userEvent.click(dialog.getByRole('button', { name: 'Allow' }))
    await waitFor(() => expect(ordered()).toEqual([['/allowlist', { addresses: ['203.0.113.9'], lift: true }]]))
  })

  it('shows at the field what the server refuses', async () => {
    const refusal = {
      errors: [{ location: 'body.addresses[0]', message: 'nothing ever comes from it' }],
      mend: 'Name another.',
    }
    serve({ 'POST /allowlist': () => problem(422, 'invalid', 'nothing ever comes from it', refusal) })
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Allow' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Put on the allow list' }))
    const field = await dialog.findByLabelText('Addresses, networks or names')
    await userEvent.type(field, '224.0.0.1')
    await userEvent.click(dialog.getByRole('button', { name: 'Allow' }))
    expect(await dialog.findByText('Nothing ever comes from it. Name another.')).toBeTruthy()
    expect(field.getAttribute('aria-invalid')).toBe('true')
  })

  it('keeps search and choice in the URL, and says what to do if nothing matches', async () => {
    serve({ 'GET /allowlist': () => ({ items: [], next_cursor: null }) })
    const { router } = await show({ url: '/allowlist?q=nobody&show=ended' })
    expect(await screen.findByText('Nothing on the list matches')).toBeTruthy()
    expect(calls.map((c) => c.path)).toContain('/allowlist?active=false&q=nobody&limit=100')
    await userEvent.click(screen.getByRole('button', { name: 'Clear search' }))
    expect(await screen.findByText('Nothing has ended yet')).toBeTruthy()
    await userEvent.click(screen.getByRole('radio', { name: 'In force' }))
    expect(await screen.findByText('The allow list is empty')).toBeTruthy()
    await userEvent.click(screen.getByRole('radio', { name: 'No end' }))
    expect(await screen.findByText('Nothing without an end is on the list')).toBeTruthy()
    expect(calls.map((c) => c.path)).toContain('/allowlist?active=true&standing=true&limit=100')
    await userEvent.click(screen.getByRole('button', { name: 'Show all in force' }))
    expect(await screen.findByText('The allow list is empty')).toBeTruthy()
    expect(router.state.location.search).toEqual({})
  })

  it('shows an error with a way to try again', async () => {
    serve({ 'GET /allowlist': () => problem(500, 'internal', 'something went wrong') })
    await show()
    expect(await screen.findByText(/Something went wrong/)).toBeTruthy()
    serve({ 'GET /allowlist': () => ({ items: [office], next_cursor: null }) })
    await userEvent.click(screen.getByRole('button', { name: /again|Retry/ }))
    await row('198.51.100.0/24')
  })

  it('is closed to those who may only look', async () => {
    await show({ permissions: ['bans.read'] })
    await row('198.51.100.0/24')
    for (const name of ['Allow', 'End the allowance of 198.51.100.0/24', 'Change the allowance of 198.51.100.0/24'])
      expect(screen.getByRole('button', { name })).toHaveProperty('disabled', true)
  })
})
