import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ConfigPart, ServerInForce } from '@/api/types'
import { makeSetOption } from '@/testing/makeConfig'
import { makeServer } from '@/testing/makeServer'
import { renderPart } from '@/testing/render'
import { calls, serve } from '@/testing/server'
import { ServerCard } from './ServerCard'

const part: ConfigPart = {
  kind: 'server',
  name: '',
  version: '1.0.2',
  enabled: true,
  skipped: '',
  ours: false,
  files: [],
  jails: [],
  options: [makeSetOption('loglevel', { text: 'INFO' }), makeSetOption('dbpurgeage', { text: '1d' })],
  uses: [],
  findings: [],
}

const show = (server: Partial<ServerInForce>, permissions = ['config.read', 'server.control']) => {
  serve({
    'GET /hosts/local/server': () => makeServer(server),
    'POST /hosts/local/server/flush-logs': () => makeServer(server),
    'POST /hosts/local/server/restart': () => makeServer(server),
  })
  renderPart(<ServerCard host="local" part={part} known={[]} />, permissions)
  return screen.findByRole('table', { name: 'In force now' })
}

const row = (table: HTMLElement, name: string) =>
  within(within(table).getAllByText(name)[0]?.closest('tr') as HTMLElement)

describe('ServerCard', () => {
  it('sets what is in force beside the files', async () => {
    const table = await show({ log_level: 'DEBUG' })
    expect(row(table, 'loglevel').getByText('DEBUG')).toBeTruthy()
    expect(row(table, 'loglevel').getByText('not in force')).toBeTruthy()
    expect(row(table, 'dbpurgeage').getByText('the same')).toBeTruthy()
    expect(row(table, 'logtarget').getByText('nothing')).toBeTruthy()
  })

  it('flushes the log', async () => {
    await show({})
    await userEvent.click(screen.getByRole('button', { name: 'Flush log' }))
    await waitFor(() => expect(calls.some((c) => c.path === '/hosts/local/server/flush-logs')).toBe(true))
  })

  it('restarts, and says what becomes of the bans', async () => {
    await show({ bans: 3 })
    await userEvent.click(screen.getByRole('button', { name: 'Restart…' }))
    expect(await screen.findByText(/3 bans are restored/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Restart fail2ban' }))
    await waitFor(() => expect(calls.find((c) => c.path.endsWith('/restart'))?.body).toEqual({ accept_loss: false }))
  })

  it('asks for agreement if bans are lost', async () => {
    await show({ bans: 1, database: '', purge_age_seconds: 0, max_matches: 0 })
    await userEvent.click(screen.getByRole('button', { name: 'Restart…' }))
    expect(await screen.findByText(/1 ban is lost/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Restart and lose bans' }))
    await waitFor(() => expect(calls.find((c) => c.path.endsWith('/restart'))?.body).toEqual({ accept_loss: true }))
  })

  it('offers no restart where there is none, and says what is needed', async () => {
    await show({ restart: false, restart_obstacle: { message: 'systemd does not answer', mend: 'let it be seen' } })
    expect(screen.queryByRole('button', { name: 'Restart…' })).toBeNull()
    expect(screen.getByText(/Systemd does not answer/)).toBeTruthy()
    expect(screen.getByText(/Let it be seen/)).toBeTruthy()
  })

  it('is not for those who may only read', async () => {
    await show({}, ['config.read'])
    expect(screen.getByRole('button', { name: 'Flush log' })).toHaveProperty('disabled', true)
    expect(screen.getByRole('button', { name: 'Restart…' })).toHaveProperty('disabled', true)
  })
})
