import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeHost, makeJail } from '@/testing/make'
import { makeAllowance } from '@/testing/makeAllowance'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { AllowancesPage } from './AllowancesPage'
import { allowancesSearch } from './search'

const office = makeAllowance({ id: 2, address: '198.51.100.0/24', jails: ['sshd'], hosts: ['web-2'], reason: 'office' })
const waiting = makeAllowance({
  id: 1,
  pending_hosts: ['web-3'],
  places: [{ host: 'local', jail: 'nginx', state: 'placed', since: null, message: '' }],
})

beforeEach(() => {
  serve({
    'GET /hosts': () => ({ items: [makeHost()], next_cursor: null }),
    'GET /hosts/local/jails': () => ({ items: [makeJail()], next_cursor: null, reachable: true }),
    'GET /allowances': ({ path }) =>
      path.includes('cursor=more')
        ? { items: [waiting], next_cursor: null }
        : { items: [office], next_cursor: path.includes('active=true') ? 'more' : null },
    'DELETE /allowances/2': () => ({
      allowance: { ...office, active: false },
      results: [{ host: 'web-2', jail: '', address: '', outcome: 'pending', message: 'away' }],
    }),
    'PATCH /allowances/2': () => office,
    'POST /allowances': () =>
      Response.json({ items: [office], results: [], lifted: { items: [], summary: {} } }, { status: 201 }),
  })
})

const show = (options: { url?: string; permissions?: string[] } = {}) =>
  renderPage(AllowancesPage, { path: '/allowances', search: allowancesSearch, ...options })
const sent = (method: string) => calls.filter((c) => c.method === method).map((c) => [c.path, c.body])
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
    await userEvent.click(dialog.getByRole('button', { name: 'End allowance' }))
    await screen.findByText('198.51.100.0/24 is no longer allowed; on web-2 as soon as it answers')
    expect(sent('DELETE')).toEqual([['/allowances/2', undefined]])
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(sent('POST')).toHaveLength(1))
    const order = sent('POST')[0]?.[1] as Record<string, unknown>
    expect(order).toMatchObject({
      addresses: ['198.51.100.0/24'],
      jails: ['sshd'],
      hosts: ['web-2'],
      reason: 'office',
      lift: false,
    })
    expect(order['duration_seconds']).toBeGreaterThan(86_300)
    expect(order['duration_seconds']).toBeLessThanOrEqual(86_400)
  })

  it('extends one, and says when it would be shorter', async () => {
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Extend the allowance of 198.51.100.0/24' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Extend the allowance of 198.51.100.0/24' }))
    const field = dialog.getByLabelText('How long from now')
    await userEvent.clear(field)
    await userEvent.type(field, '91d')
    expect(dialog.getByText('Use 1m to 90d.')).toBeTruthy()
    expect(dialog.getByRole('button', { name: 'Extend' })).toHaveProperty('disabled', true)
    await userEvent.click(dialog.getByRole('button', { name: '1h' }))
    expect(dialog.getByText(/sooner than now/)).toBeTruthy()
    await userEvent.click(dialog.getByRole('button', { name: '7d' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Extend' }))
    await waitFor(() => expect(sent('PATCH')).toEqual([['/allowances/2', { duration_seconds: 604_800 }]]))
    await screen.findByText(/198\.51\.100\.0\/24 is allowed until/)
  })

  it('adds one, and tells at the field what is not an address', async () => {
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Allow' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Allow for a time' }))
    const field = await dialog.findByLabelText('Addresses or networks')
    await userEvent.click(dialog.getByRole('button', { name: 'Allow' }))
    expect(dialog.getByText('Name at least one address or network.')).toBeTruthy()
    await userEvent.type(field, '203.0.113.9 example.org')
    expect(dialog.getByText('a host name: give its address')).toBeTruthy()
    await userEvent.click(dialog.getByRole('button', { name: 'Allow' }))
    expect(field.getAttribute('aria-invalid')).toBe('true')
    expect(dialog.getByText('Mend or remove what is not valid: nothing was allowed.')).toBeTruthy()
    expect(sent('POST')).toEqual([])
    await userEvent.clear(field)
    await userEvent.type(field, '203.0.113.9')
    await userEvent.click(dialog.getByRole('button', { name: 'Allow' }))
    await waitFor(() =>
      expect(sent('POST')).toEqual([
        ['/allowances', { addresses: ['203.0.113.9'], duration_seconds: 86_400, lift: true }],
      ]),
    )
  })

  it('shows at the field what the server refuses', async () => {
    const refusal = {
      errors: [{ location: 'body.addresses[0]', message: 'nothing ever comes from it' }],
      mend: 'Name another.',
    }
    serve({ 'POST /allowances': () => problem(422, 'invalid', 'nothing ever comes from it', refusal) })
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Allow' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Allow for a time' }))
    const field = await dialog.findByLabelText('Addresses or networks')
    await userEvent.type(field, '224.0.0.1')
    await userEvent.click(dialog.getByRole('button', { name: 'Allow' }))
    expect(await dialog.findByText('Nothing ever comes from it. Name another.')).toBeTruthy()
    expect(field.getAttribute('aria-invalid')).toBe('true')
  })

  it('keeps search and choice in the URL, and says what to do if nothing matches', async () => {
    serve({ 'GET /allowances': () => ({ items: [], next_cursor: null }) })
    const { router } = await show({ url: '/allowances?q=nobody&show=ended' })
    expect(await screen.findByText('No allowance matches')).toBeTruthy()
    expect(calls.map((c) => c.path)).toContain('/allowances?active=false&q=nobody&limit=100')
    await userEvent.click(screen.getByRole('button', { name: 'Clear search' }))
    expect(await screen.findByText('No allowance has ended yet')).toBeTruthy()
    await userEvent.click(screen.getByRole('radio', { name: 'In force' }))
    expect(await screen.findByText('Nothing is allowed for a time')).toBeTruthy()
    expect(router.state.location.search).toEqual({})
  })

  it('shows an error with a way to try again', async () => {
    serve({ 'GET /allowances': () => problem(500, 'internal', 'something went wrong') })
    await show()
    expect(await screen.findByText(/Something went wrong/)).toBeTruthy()
    serve({ 'GET /allowances': () => ({ items: [office], next_cursor: null }) })
    await userEvent.click(screen.getByRole('button', { name: /again|Retry/ }))
    await row('198.51.100.0/24')
  })

  it('is closed to those who may only look', async () => {
    await show({ permissions: ['bans.read'] })
    await row('198.51.100.0/24')
    for (const name of ['Allow', 'End the allowance of 198.51.100.0/24', 'Extend the allowance of 198.51.100.0/24'])
      expect(screen.getByRole('button', { name })).toHaveProperty('disabled', true)
  })
})
