import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Enforcement } from '@/api/types'
import { makeDropped, makeEnforcedList, makeEnforcement, makeListed } from '@/testing/makeEnforcement'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { EnforcementPage } from './EnforcementPage'
import { enforcementSearch } from './search'

const write = ['blocklists.read', 'blocklists.write']

beforeEach(() => {
  // Without a canvas the chart is its table.
  HTMLCanvasElement.prototype.getContext = vi.fn(() => null)
  serve({
    'GET /blocklists/lookup': () => makeListed(),
    'GET /blocklists/dropped': () => makeDropped(),
  })
})

async function show(hosts: Enforcement[], { url, permissions = write }: { url?: string; permissions?: string[] } = {}) {
  serve({ 'GET /blocklists/enforcement': () => ({ items: hosts, next_cursor: null }) })
  const path = '/blocklists/enforcement'
  const view = await renderPage(EnforcementPage, { path, url: url ?? path, search: enforcementSearch, permissions })
  await screen.findByRole('list', { name: 'Hosts' })
  return view
}

const host = (name: string) => within(screen.getByRole('region', { name }))
const mode = (name: string) => screen.getByLabelText<HTMLSelectElement>(`How ${name} blocks`)

describe('hosts', () => {
  it('show what their kernel has beside what it should have', async () => {
    const differs = makeEnforcedList({ id: 2, name: 'mine', in_force: false, digest: '999', wished_digest: '888' })
    await show([makeEnforcement({ lists: [makeEnforcedList(), differs], revision: 11, stand: 'pending', kept: false })])
    const card = host('local')
    for (const text of [
      'About to change',
      '11',
      /12 is wished for/,
      '2,400',
      'of 2,400 wished for',
      'only when BanGUI runs',
    ])
      expect(card.getByText(text)).toBeTruthy()
    expect(card.getByText(/24,690 packets · 1.5 MB/)).toBeTruthy()
    const rows = within(card.getByRole('table', { name: 'Lists on local' })).getAllByRole('row')
    expect(rows[1]?.textContent).toMatch(/^spamhaus-dropagreesabcdef0123451,2002009901012,345741 kB/)
    expect(rows[2]?.textContent).toMatch(/^minediffers999/)
    expect(within(rows[2] as HTMLElement).getByTitle('In its kernel: 999. Wished for: 888.')).toBeTruthy()
    expect(screen.getByText('0 of 1 host blocks what they are to')).toBeTruthy()
  })

  it('say what is protected there, and why', async () => {
    await show([makeEnforcement()])
    await userEvent.click(screen.getByText('3 networks that no list blocks here, and why'))
    for (const text of ['The machine itself', 'An address of the host, on eth0', 'ada uses BanGUI from here'])
      expect(screen.getByText(text)).toBeTruthy()
    expect(screen.getByText('The host blocks what it is to')).toBeTruthy()
  })

  it('say what somebody else has changed, and how often that was mended', async () => {
    const repaired_at = new Date(Date.now() - 7_200_000).toISOString()
    await show([makeEnforcement({ stand: 'drift', drift: 'a rule is missing', repairs: 3, repaired_at })])
    expect(host('local').getByText(/A rule is missing\./)).toBeTruthy()
    expect(host('local').getByText('3')).toBeTruthy()
    expect(host('local').getByText('2 hr. ago').closest('dd')?.textContent).toBe('last 2 hr. ago')
  })

  it('without nftables say so, and offer the jail with its cap', async () => {
    serve({ 'PATCH /blocklists/enforcement/old': () => makeEnforcement({ host: 'old', mode: 'jail' }) })
    const obstacle = { message: 'the kernel has no nftables', mend: 'Load the module `nf_tables`.' }
    await show([makeEnforcement({ host: 'old', stand: 'obstacle', armed: false, obstacle, lists: [] })])
    const card = host('old')
    expect(card.getByText(/The kernel has no nftables\./)).toBeTruthy()
    expect(card.getByText('nf_tables').tagName).toBe('CODE')
    expect(card.getByText(/5,000 addresses at most/)).toBeTruthy()
    await userEvent.click(card.getByRole('button', { name: 'Use a jail instead…' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Ban what lists have by a jail on old?' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Use the jail' }))
    await waitFor(() => expect(calls.find((c) => c.method === 'PATCH')?.body).toEqual({ mode: 'jail' }))
  })

  it('tell how far the jail is, and what is wrong with it', async () => {
    const jail: NonNullable<Enforcement['jail']> = {
      ...{ jail: 'blocklist-import', at: '2026-10-12T04:00:00Z', wished: 7000, banned: 2500, allowed: 3, over: 1997 },
      ...{ most: 5000, refused: 1, task: 'blocklist.jail', problem: { message: 'fail2ban does not answer', mend: '' } },
    }
    await show([makeEnforcement({ mode: 'jail', stand: 'failing', armed: false, lists: [], jail })])
    const card = host('local')
    expect(card.getByText(/Fail2ban does not answer\./i)).toBeTruthy()
    expect(card.getByText('of 5,000 to be banned')).toBeTruthy()
    for (const text of ['2,500', '7,000', '1,997']) expect(card.getByText(text)).toBeTruthy()
    expect(card.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50')
    expect(card.getByRole('link', { name: 'blocklist-import' }).getAttribute('href')).toBe(
      '/jails/local/blocklist-import',
    )
  })

  it('change how they block only after a yes that says what follows', async () => {
    serve({ 'PATCH /blocklists/enforcement/local': () => makeEnforcement({ mode: 'off', stand: 'off' }) })
    await show([makeEnforcement()])
    await userEvent.selectOptions(mode('local'), 'Not at all')
    const dialog = within(await screen.findByRole('dialog', { name: 'Stop blocking lists on local?' }))
    expect(dialog.getByText(/gets through again/)).toBeTruthy()
    expect(dialog.getByText(/1,200 entries are taken out of its kernel.*\(12,345\)/)).toBeTruthy()
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(mode('local').value).toBe('kernel')
    await userEvent.selectOptions(mode('local'), 'Not at all')
    await userEvent.click(await screen.findByRole('button', { name: 'Stop blocking' }))
    expect(await screen.findByText('local: Not at all')).toBeTruthy()
    expect(calls.find((c) => c.method === 'PATCH')?.body).toEqual({ mode: 'off' })
  })

  it('say why the server refuses, and stay as they are', async () => {
    serve({ 'PATCH /blocklists/enforcement/local': () => problem(404, 'not_found', 'there is no host "local"') })
    await show([makeEnforcement()])
    await userEvent.selectOptions(mode('local'), 'Not at all')
    await userEvent.click(await screen.findByRole('button', { name: 'Stop blocking' }))
    expect(await screen.findByText(/There is no host "local"/i)).toBeTruthy()
  })

  it('cannot be changed by those who may only read', async () => {
    await show([makeEnforcement()], { permissions: ['blocklists.read'] })
    expect(mode('local').disabled).toBe(true)
    expect(mode('local').title).toBe('Only administrators may change what is blocked from lists.')
  })

  it('are folded when there are many, but for those with which something is wrong', async () => {
    const hosts = ['a', 'b', 'c', 'd'].map((name) => makeEnforcement({ host: name }))
    await show([...hosts, makeEnforcement({ host: 'e', stand: 'drift', drift: 'x' })])
    expect(screen.getAllByRole('table', { name: /^Lists on/ }).map((one) => one.getAttribute('aria-label'))).toEqual([
      'Lists on e',
    ])
    await userEvent.click(host('a').getByRole('button', { name: 'More' }))
    expect(host('a').getByRole('table')).toBeTruthy()
    expect(screen.getByText('4 of 5 hosts block what they are to')).toBeTruthy()
  })

  it('have an empty state as long as there is no list', async () => {
    await show([
      makeEnforcement({ lists: [], stand: 'idle', armed: false, revision: 0, wished_revision: 0, since: null }),
    ])
    expect(screen.getByText('No list is blocked yet')).toBeTruthy()
    expect(screen.getByText('No host blocks what lists have')).toBeTruthy()
  })

  it('say what failed', async () => {
    serve({ 'GET /blocklists/enforcement': () => problem(500, 'internal', 'no answer') })
    await renderPage(EnforcementPage, { path: '/blocklists/enforcement', search: enforcementSearch })
    expect(await screen.findByText('No answer.')).toBeTruthy()
  })
})

describe('look-up', () => {
  it('answers why an address is blocked, and keeps the question in the URL', async () => {
    const { router } = await show([makeEnforcement()])
    await userEvent.type(screen.getByLabelText('Why is this address blocked?'), '192.0.2.1')
    expect(await screen.findByText('Blocked in the kernel of local')).toBeTruthy()
    expect(router.state.location.search).toMatchObject({ address: '192.0.2.1' })
    expect(calls.some((c) => c.path === '/blocklists/lookup?address=192.0.2.1')).toBe(true)
    expect(screen.getByRole('link', { name: 'All about this address' }).getAttribute('href')).toBe(
      '/addresses/192.0.2.1',
    )
  })

  it('asks nobody what is no address', async () => {
    await show([makeEnforcement()], { url: '/blocklists/enforcement?address=192.0.2.010' })
    expect(screen.getByText(/Write an address such as/)).toBeTruthy()
    expect(calls.some((c) => c.path.startsWith('/blocklists/lookup'))).toBe(false)
  })
})

describe('chart', () => {
  it('counts packets or bytes by list, in a range of the URL', async () => {
    await show([makeEnforcement()], { url: '/blocklists/enforcement?range=7d&count=bytes' })
    const rows = within(await screen.findByRole('table', { name: 'Dropped over time by list' })).getAllByRole('row')
    expect(rows[0]?.textContent).toBe('Timeminespamhaus-dropTotal')
    expect(rows[1]?.textContent).toMatch(/500kB1.2kB501kB$/)
    expect(calls.some((c) => c.path.startsWith('/blocklists/dropped?range=7d'))).toBe(true)
    expect(screen.getByText(/^502 kB\. mine peaked at 500 kB/)).toBeTruthy()
    await userEvent.click(screen.getByRole('radio', { name: 'Packets' }))
    expect(await screen.findByText(/^35 packets\. spamhaus-drop peaked at 20 packets/)).toBeTruthy()
    await userEvent.click(screen.getByRole('radio', { name: 'Year' }))
    await waitFor(() => expect(calls.some((c) => c.path.startsWith('/blocklists/dropped?range=365d'))).toBe(true))
  })

  it('is of one host if asked', async () => {
    await show([makeEnforcement({ host: 'a' }), makeEnforcement({ host: 'b' })])
    await userEvent.selectOptions(await screen.findByLabelText('Host'), 'b')
    await waitFor(() => expect(calls.some((c) => /^\/blocklists\/dropped.*host=b/.test(c.path))).toBe(true))
  })

  it('says so if nothing was dropped', async () => {
    const none = makeDropped({
      lists: [],
      total: { packets: 0, bytes: 0, packets_over_time: [0, 0], bytes_over_time: [0, 0] },
    })
    serve({ 'GET /blocklists/dropped': () => none })
    await show([makeEnforcement()])
    expect(await screen.findByText('Nothing was dropped in this range.')).toBeTruthy()
  })
})
