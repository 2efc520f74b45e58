import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Allowed, AllowPreview } from '@/api/types'
import { makeHost, makeJail } from '@/testing/make'
import { makeAllowance } from '@/testing/makeAllowance'
import { renderPart } from '@/testing/render'
import { calls, problem, serve } from '@/testing/server'
import { AllowDialog } from './AllowDialog'

type Item = AllowPreview['items'][number]

const allowance = makeAllowance({ id: 1, until: '2026-10-13T04:00:00Z' })

const makeAllowed = (over: Partial<Allowed> = {}): Allowed => ({
  items: [allowance],
  results: [{ host: 'local', jail: 'sshd', address: '192.0.2.1', outcome: 'placed', message: '' }],
  lifted: { items: [], summary: { unbanned: 2 } },
  ...over,
})

beforeEach(() => {
  serve({
    'GET /hosts': () => ({ items: [makeHost(), makeHost({ name: 'web-2' })], next_cursor: null }),
    'GET /hosts/local/jails': () => ({ items: [makeJail()], next_cursor: null, reachable: true }),
    'GET /hosts/web-2/jails': () => ({ items: [makeJail({ name: 'nginx' })], next_cursor: null, reachable: true }),
    'POST /allowlist/preview': ({ body }) => makePreview((body as { addresses: string[] }).addresses),
    'POST /allowlist': () => Response.json(makeAllowed(), { status: 201 }),
  })
})

const makePreview = (inputs: string[], over: Partial<AllowPreview> = {}, item: Partial<Item> = {}): AllowPreview => ({
  items: inputs.map((input) => ({
    input,
    address: input,
    addresses: [{ address: input, special: '' }],
    problem: '',
    needs_force: false,
    warning: '',
    over: [],
    allowed: [],
    ...item,
  })),
  bans: [],
  total: 0,
  at_least: false,
  ...over,
})

const orders = () => calls.filter((c) => c.method === 'POST' && c.path === '/allowlist').map((c) => c.body)

async function open(addresses: string[] = ['192.0.2.1'], banned = true) {
  renderPart(<AllowDialog opened onClose={() => undefined} addresses={addresses} banned={banned} />)
  return screen.findByLabelText('For how long')
}

describe('AllowDialog', () => {
  it('allows for a day everywhere, and says what was done', async () => {
    await open()
    expect(screen.getByText('Lift and put on the allow list')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Lift and allow' }))
    const results = within(await screen.findByLabelText('Results'))
    expect(results.getByText('sshd')).toBeTruthy()
    expect(results.getByText('ignored now')).toBeTruthy()
    expect(screen.getByText(/2 bans were lifted\./)).toBeTruthy()
    expect(orders()).toEqual([{ addresses: ['192.0.2.1'], duration_seconds: 86_400, lift: true }])
  })

  it('allows for another time, in chosen jails on chosen hosts, with a note', async () => {
    const time = await open()
    await userEvent.click(screen.getByRole('button', { name: '7d' }))
    expect((time as HTMLInputElement).value).toBe('7d')
    await userEvent.clear(time)
    await userEvent.type(time, '2h')
    await userEvent.click(await screen.findByLabelText('Jails', { selector: 'input' }))
    await userEvent.click(await screen.findByText('nginx'))
    await userEvent.click(screen.getByLabelText('Hosts', { selector: 'input' }))
    await userEvent.click(await screen.findByText('web-2'))
    await userEvent.click(screen.getByLabelText('Lift its bans, too'))
    await userEvent.type(screen.getByLabelText('Note'), 'ours ')
    await userEvent.click(screen.getByRole('button', { name: 'Allow' }))
    await waitFor(() => expect(orders()).toHaveLength(1))
    expect(orders()[0]).toEqual({
      addresses: ['192.0.2.1'],
      duration_seconds: 7200,
      jails: ['nginx'],
      hosts: ['web-2'],
      note: 'ours',
      lift: false,
    })
  })

  it.each(['1s', '367d', 'soon', ''])('takes no time such as "%s"', async (text) => {
    const time = await open()
    await userEvent.clear(time)
    if (text) await userEvent.type(time, text)
    expect(screen.getByRole('button', { name: 'Lift and allow' })).toHaveProperty('disabled', true)
  })

  it('allows without an end', async () => {
    await open()
    await userEvent.click(screen.getByRole('radio', { name: 'Without an end' }))
    expect(screen.queryByLabelText('For how long')).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Lift and allow' }))
    await waitFor(() => expect(orders()).toEqual([{ addresses: ['192.0.2.1'], lift: true }]))
  })

  it('says first which bans will be lifted, and which will go on', async () => {
    const ban = { id: 1, host: 'local', jail: 'sshd', address: '192.0.2.1', banned_at: '2026-10-12T04:00:00Z' }
    serve({
      'POST /allowlist/preview': () => makePreview(['192.0.2.0/24'], { bans: [ban], total: 7 }, { over: [ban] }),
    })
    await open(['192.0.2.0/24'])
    expect(await screen.findByText(/7 bans in force will be lifted:/)).toBeTruthy()
    expect(screen.getByText('192.0.2.1 (sshd), …')).toBeTruthy()
    expect(screen.getByText(/That ban stays: lift it, too/)).toBeTruthy()
    await userEvent.click(screen.getByLabelText('Lift its bans, too'))
    expect(screen.getByText(/7 bans in force will go on:/)).toBeTruthy()
  })

  it('tells what a name stands for, and asks a second time if it stands for nothing', async () => {
    const named = [
      { address: '203.0.113.7', special: '' },
      { address: '10.0.0.7', special: 'private' },
    ]
    serve({
      'POST /allowlist/preview': ({ body }) =>
        (body as { addresses: string[] }).addresses.includes('new.example.org')
          ? makePreview(['new.example.org'], {}, { addresses: [], needs_force: true, problem: 'nobody knows it' })
          : makePreview(['home.example.org'], {}, { addresses: named, allowed: [] }),
    })
    renderPart(<AllowDialog opened onClose={() => undefined} banned={false} />)
    const field = await screen.findByLabelText('Addresses, networks or names')
    await userEvent.type(field, 'home.example.org')
    expect(await screen.findByText('203.0.113.7')).toBeTruthy()
    expect(screen.getByText('a private network')).toBeTruthy()
    await userEvent.clear(field)
    await userEvent.type(field, 'new.example.org')
    expect(await screen.findByText('Nobody knows it.')).toBeTruthy()
    const button = screen.getByRole('button', { name: 'Allow' })
    expect(button).toHaveProperty('disabled', true)
    await userEvent.click(screen.getByLabelText('Yes, allow it all the same'))
    await userEvent.click(button)
    await waitFor(() => expect(orders()).toEqual([{ addresses: ['new.example.org'], lift: true, force: true }]))
  })

  it('tells what is on the list already, and does without what cannot be looked up', async () => {
    const covering = {
      id: 9,
      kind: 'network' as const,
      address: '192.0.2.0/24',
      hosts: [],
      jails: [],
      until: null,
      by: 'ada',
      note: '',
    }
    serve({ 'POST /allowlist/preview': () => makePreview(['192.0.2.1'], {}, { allowed: [covering] }) })
    await open()
    expect(await screen.findByText('As 192.0.2.0/24, without an end.')).toBeTruthy()
    expect(screen.getByText('It is not banned now.')).toBeTruthy()
  })

  it('can be sent when the preview fails', async () => {
    serve({ 'POST /allowlist/preview': () => problem(503, 'unavailable', 'the database is away') })
    await open()
    expect(await screen.findByText(/The database is away/i)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Lift and allow' }))
    await waitFor(() => expect(orders()).toHaveLength(1))
  })

  it('asks a second time for a very large network', async () => {
    await open(['10.0.0.0/8'], false)
    const button = screen.getByRole('button', { name: 'Allow' })
    expect(button).toHaveProperty('disabled', true)
    await userEvent.click(screen.getByLabelText('Yes, allow all of this very large network'))
    await userEvent.click(button)
    await waitFor(() => expect(orders()).toHaveLength(1))
    expect(orders()[0]).toMatchObject({ addresses: ['10.0.0.0/8'], force: true })
  })

  it('tells what waits for a host, and what failed', async () => {
    serve({
      'POST /allowlist': () =>
        Response.json(
          makeAllowed({
            items: [{ ...allowance, pending_hosts: ['web-2'] }],
            results: [
              { host: 'local', jail: 'sshd', address: '192.0.2.1', outcome: 'failed', message: 'not today' },
              { host: 'web-2', jail: '', address: '', outcome: 'pending', message: 'fail2ban is not running' },
            ],
          }),
          { status: 201 },
        ),
    })
    await open()
    await userEvent.click(screen.getByRole('button', { name: 'Lift and allow' }))
    const results = within(await screen.findByLabelText('Results'))
    expect(results.getByText('Not today.')).toBeTruthy()
    expect(results.getByText('when it answers')).toBeTruthy()
    expect(screen.getByText(/tried again every minute/)).toBeTruthy()
  })

  it('shows what the server refuses, with what to do', async () => {
    const field = {
      errors: [{ location: 'body.addresses[0]', message: 'nothing ever comes from it' }],
      mend: 'Allow another one.',
    }
    serve({ 'POST /allowlist': () => problem(422, 'invalid', 'nothing ever comes from it', field) })
    await open(['224.0.0.1'])
    await userEvent.click(screen.getByRole('button', { name: 'Lift and allow' }))
    expect(await screen.findByText(/Nothing ever comes from it\. Allow another one\./)).toBeTruthy()
  })
})
