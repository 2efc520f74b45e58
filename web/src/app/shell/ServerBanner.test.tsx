import { screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { hostsQuery } from '@/api/queries'
import { makeHost } from '@/testing/make'
import { renderPart } from '@/testing/render'
import { calls, problem, serve } from '@/testing/server'
import { ServerBanner } from './ServerBanner'

test('says that the database is away, and goes by itself', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  serve({
    'GET /hosts': () => problem(503, 'unavailable', 'PostgreSQL does not answer', { mend: 'run `pg_ctl start`' }),
  })
  let ask: () => Promise<unknown> = async () => undefined
  renderPart(<ServerBanner />, [], (client) => {
    ask = () => client.fetchQuery({ ...hostsQuery, staleTime: 0, retry: false }).catch(() => undefined)
  })
  await ask()
  expect(await screen.findByText('PostgreSQL does not answer.')).toBeTruthy()
  expect(screen.getByText('pg_ctl start')).toBeTruthy()
  serve({ 'GET /hosts': () => ({ items: [makeHost()], next_cursor: null }) })
  await vi.advanceTimersByTimeAsync(3_000)
  await waitFor(() => expect(screen.queryByText('PostgreSQL does not answer.')).toBeNull())
  expect(calls.length).toBeGreaterThan(1)
  vi.useRealTimers()
})

test('leaves it to others to say that a host does not answer', async () => {
  serve({ 'GET /hosts': () => problem(502, 'unreachable', 'fail2ban does not answer') })
  let ask: () => Promise<unknown> = async () => undefined
  renderPart(<ServerBanner />, [], (client) => {
    ask = () => client.fetchQuery({ ...hostsQuery, retry: false }).catch(() => undefined)
  })
  await ask()
  expect(screen.queryByRole('status')).toBeNull()
})
