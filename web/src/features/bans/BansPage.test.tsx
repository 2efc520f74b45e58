import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBan, makeHost, makeJail, makeResult } from '@/testing/make'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { BansPage } from './BansPage'
import { bansSearch } from './search'

const bans = [1, 2, 3, 4].map((n) => makeBan({ id: n, address: `192.0.2.${n}`, jail: n === 4 ? 'nginx' : 'sshd' }))

beforeEach(() => {
  // happy-dom lays nothing out; without a height the table would show no rows.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900)
  serve({
    'GET /hosts': () => ({ items: [makeHost()], next_cursor: null }),
    'GET /hosts/local/jails': () => ({ items: [makeJail()], next_cursor: null, reachable: true }),
    'GET /stats/jails': () => ({ items: [], next_cursor: null }),
    'GET /bans/active': () => ({ items: bans, next_cursor: null, total: bans.length }),
    'DELETE /bans': ({ body }) => ({
      items:
        (body as { addresses?: string[] }).addresses?.map((address) => makeResult({ address, outcome: 'unbanned' })) ??
        [],
      summary: { unbanned: 30 },
    }),
    'POST /bans': () => ({ items: [makeResult()], summary: {} }),
  })
  return () => vi.restoreAllMocks()
})

const show = (options: { url?: string; permissions?: string[] } = {}) =>
  renderPage(BansPage, { path: '/bans', search: bansSearch, ...options })
const box = (address: string) => screen.findByRole('checkbox', { name: `Select ${address}` })
const sent = (method: string) => calls.filter((c) => c.method === method).map((c) => c.body)

describe('BansPage', () => {
  it('lists bans with their total', async () => {
    await show()
    expect(await screen.findByText('192.0.2.1')).toBeTruthy()
    expect(screen.getByText('4 bans in force')).toBeTruthy()
    expect(screen.getByRole('table', { name: 'Active bans' }).getAttribute('aria-rowcount')).toBe('5')
  })

  it('selects a range with Shift, and lifts it after a question that names the number, jail by jail', async () => {
    await show()
    fireEvent.click(await box('192.0.2.2'))
    fireEvent.click(await box('192.0.2.4'), { shiftKey: true })
    expect(screen.getByText('3 selected')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Lift 3 bans' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Lift 3 bans?' }))
    expect(sent('DELETE')).toEqual([])
    await userEvent.click(dialog.getByRole('button', { name: 'Lift 3 bans' }))
    await waitFor(() => expect(screen.queryByText('192.0.2.2')).toBeNull())
    expect(sent('DELETE')).toEqual([
      { addresses: ['192.0.2.2', '192.0.2.3'], hosts: ['local'], jails: ['sshd'] },
      { addresses: ['192.0.2.4'], hosts: ['local'], jails: ['nginx'] },
    ])
  })

  it('selects all that are loaded, and none again', async () => {
    await show()
    const all = await screen.findByRole('checkbox', { name: 'Select all that are loaded' })
    await userEvent.click(all)
    expect(screen.getByText('4 selected')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Clear selection' }))
    expect(screen.queryByText('4 selected')).toBeNull()
  })

  it('lifts one at once, and bans it again with undo', async () => {
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Unban 192.0.2.1' }))
    await waitFor(() =>
      expect(sent('DELETE')).toEqual([{ addresses: ['192.0.2.1'], hosts: ['local'], jails: ['sshd'] }]),
    )
    expect(await screen.findByText('192.0.2.1 unbanned from sshd')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() =>
      expect(sent('POST')).toEqual([{ addresses: ['192.0.2.1'], hosts: ['local'], jail: 'sshd', reason: 'undo' }]),
    )
  })

  it('wants the number typed before it lifts many', async () => {
    serve({ 'GET /bans/active': () => ({ items: bans, next_cursor: 'x', total: 30 }) })
    await show()
    await screen.findByText('192.0.2.1')
    await userEvent.click(screen.getByRole('button', { name: 'Unban all' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Lift 30 bans?' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Lift 30 bans' }))
    expect(await dialog.findByText('Type the number 30 to confirm.')).toBeTruthy()
    expect(sent('DELETE')).toEqual([])
    fireEvent.change(dialog.getByLabelText('Type 30 to confirm'), { target: { value: '30' } })
    await userEvent.click(dialog.getByRole('button', { name: 'Lift 30 bans' }))
    await waitFor(() => expect(sent('DELETE')).toEqual([{ all: true }]))
  })

  it('shows what a viewer may not do, disabled with the reason', async () => {
    await show({ permissions: ['bans.read'] })
    await screen.findByText('192.0.2.1')
    const ban = screen.getByRole('button', { name: 'Ban' })
    expect(ban.hasAttribute('disabled')).toBe(true)
    expect(ban.title).toBe('Only operators and administrators may ban and unban.')
    expect(screen.queryByRole('checkbox')).toBeNull()
    expect(screen.queryByRole('button', { name: /^Unban 192/ })).toBeNull()
  })
})

describe('states of BansPage', () => {
  it('says why nothing is shown, and leads out of a filter', async () => {
    serve({ 'GET /bans/active': () => ({ items: [], next_cursor: null, total: 0 }) })
    const { router } = await show({ url: '/bans?q=10.9' })
    expect(await screen.findByText('No active ban matches')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
    expect(await screen.findByText('Nobody is banned now')).toBeTruthy()
    expect(router.state.location.search).toEqual({})
  })

  it('says that it cannot know when fail2ban is away', async () => {
    serve({
      'GET /bans/active': () => ({ items: [], next_cursor: null, total: 0 }),
      'GET /hosts': () => ({ items: [makeHost({ reachable: false })], next_cursor: null }),
    })
    await show()
    expect(await screen.findByText('fail2ban cannot be reached, so what it bans is not seen.')).toBeTruthy()
    expect(screen.getByText(/as of/)).toBeTruthy()
  })

  it('shows an error where the list would be, with the request ID, and tries again', async () => {
    serve({ 'GET /bans/active': () => problem(500, 'internal', 'internal error') })
    await show()
    expect(await screen.findByText('Internal error.')).toBeTruthy()
    expect(screen.getByText('req-1')).toBeTruthy()
    serve({ 'GET /bans/active': () => ({ items: bans, next_cursor: null, total: 4 }) })
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('192.0.2.1')).toBeTruthy()
  })
})
