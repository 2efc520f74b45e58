import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Replica } from '@/api/types'
import { makeReplica } from '@/testing/makeReplica'
import { renderPage } from '@/testing/page'
import { problem, serve } from '@/testing/server'
import { ReplicasPage } from './ReplicasPage'

async function show(...replicas: Replica[]) {
  const database = replicas.length > 1 ? 'postgresql' : 'sqlite'
  serve({ 'GET /replicas': () => ({ items: replicas, next_cursor: null, database }) })
  await renderPage(ReplicasPage, { path: '/replicas' })
  await screen.findByRole('list', { name: 'Replicas' })
}

const card = (machine: string) => within(screen.getByRole('region', { name: new RegExp(`^${machine} process`) }))

describe('ReplicasPage', () => {
  it('names those that act as one, what each holds, and which one answers', async () => {
    const one = makeReplica({ id: 'web-1/1/a', pid: 1, linked: ['web-2/2/b'], tasks: ['session.cleanup'] })
    const two = makeReplica({
      id: 'web-2/2/b',
      machine: 'web-2',
      pid: 2,
      self: true,
      hosts: [],
      standby: ['local'],
      linked: ['web-1/1/a'],
      clock_skew_ms: -1500,
    })
    await show(one, two)
    expect(screen.getByText('2 replicas act as one')).toBeTruthy()
    expect(card('web-2').getByText('answers you now')).toBeTruthy()
    expect(card('web-1').queryByText('answers you now')).toBeNull()
    expect(card('web-1').getByText('session.cleanup')).toBeTruthy()
    expect(card('web-1').getByRole('link', { name: 'local' }).getAttribute('href')).toBe('/jails?host=local')
    expect(card('web-2').getByText('1.5 sec behind the database')).toBeTruthy()
    expect(card('web-2').getByText('web-1')).toBeTruthy()
    expect(screen.queryByText('To go on when a machine fails')).toBeNull()
  })

  it('says what is wrong and how to mend it', async () => {
    const warning = { code: 'clock_skew', message: 'its clock is 3 s off', mend: 'see `timedatectl`' } as const
    const gone = { code: 'silent', message: 'it is silent', mend: 'start it' } as const
    await show(
      makeReplica({ warnings: [warning] }),
      makeReplica({ id: 'b/1/x', machine: 'b', alive: false, state: 'silent', warnings: [gone] }),
    )
    expect(screen.getByText('1 of 2 replicas alive, 1 thing to mend')).toBeTruthy()
    expect(card('web-1').getByText('Its clock is 3 s off.')).toBeTruthy()
    expect(card('web-1').getByText('timedatectl').tagName).toBe('CODE')
    expect(card('b').getByText(/Silent, last heard/)).toBeTruthy()
  })

  it('tells processes on one machine apart', async () => {
    await show(makeReplica({ id: 'a/1/x', pid: 11 }), makeReplica({ id: 'a/2/y', pid: 12 }))
    expect(screen.getByRole('region', { name: 'web-1 process 11' })).toBeTruthy()
    expect(screen.getByRole('region', { name: 'web-1 process 12' })).toBeTruthy()
  })

  it('tells a single process how to become several', async () => {
    await show(makeReplica({ self: true, address: '' }))
    expect(screen.getByText('One process, with its data in SQLite')).toBeTruthy()
    expect(screen.getByText('To go on when a machine fails')).toBeTruthy()
    expect(screen.getByText('docs/guide/deployment.md')).toBeTruthy()
  })

  it('says what failed', async () => {
    serve({ 'GET /replicas': () => problem(500, 'internal', 'no list') })
    await renderPage(ReplicasPage, { path: '/replicas' })
    expect(await screen.findByText('No list.')).toBeTruthy()
  })
})
