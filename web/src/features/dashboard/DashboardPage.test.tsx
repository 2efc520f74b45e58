import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Ban } from '@/api/types'
import { makeBan, makeHost, makeJail, makeSummary } from '@/testing/make'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { DashboardPage } from './DashboardPage'
import { dashboardSearch } from './search'

let bans: Ban[]

beforeEach(() => {
  bans = [makeBan({ id: 1, address: '192.0.2.1' })]
  serve({
    'GET /hosts': () => ({ items: [makeHost()], next_cursor: null }),
    'GET /hosts/local/jails': () => ({ items: [makeJail()], next_cursor: null, reachable: true }),
    'GET /stats/jails': () => ({ items: [{ jail: 'sshd', n: 12, share: 1 }], next_cursor: null }),
    'GET /stats/summary': () => makeSummary(),
    'GET /bans': () => ({ items: bans, next_cursor: null }),
    'GET /bans/1': () => ({ ...bans[0], evidence: ['line one', 'line two'] }),
  })
})

const show = (url = '/') => renderPage(DashboardPage, { path: '/', url, search: dashboardSearch })

describe('DashboardPage', () => {
  it('shows figures with a comparison in words, each a link', async () => {
    await show()
    expect(await screen.findByText('20% more than the day before')).toBeTruthy()
    expect(screen.getByText('as many as the day before')).toBeTruthy()
    expect(screen.getByRole('link', { name: /Active bans/ }).getAttribute('href')).toBe('/bans')
    expect(screen.getByText('local is reachable')).toBeTruthy()
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

  it('narrows everything to the jail that is pressed, and back', async () => {
    const { router } = await show('/?range=7d')
    await userEvent.click(await screen.findByRole('button', { name: /^sshd/ }))
    await waitFor(() => expect(router.state.location.search).toEqual({ range: '7d', jail: 'sshd' }))
    expect(calls.some((c) => c.path === '/stats/summary?range=7d&jail=sshd')).toBe(true)
    await userEvent.click(screen.getByRole('button', { name: 'Jail: sshd' }))
    await waitFor(() => expect(router.state.location.search).toEqual({ range: '7d' }))
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

  it('shows an error only in the block that failed', async () => {
    serve({ 'GET /stats/jails': () => problem(500, 'internal', 'the counts are broken') })
    await show()
    expect(await screen.findByText('The counts are broken.')).toBeTruthy()
    expect(await screen.findByText('192.0.2.1')).toBeTruthy()
  })
})
