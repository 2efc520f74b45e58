import { expect, test } from 'vitest'
import { makeReplica } from '@/testing/makeReplica'
import { inOrder, summaryOf } from './summary'

const warning = { code: 'clock_skew', message: 'its clock is off', mend: 'run chrony' } as const

test('summaryOf', () => {
  const state = (...replicas: Parameters<typeof summaryOf>[0]) => summaryOf(replicas).state
  expect(state(makeReplica())).toBe('alone')
  expect(state(makeReplica({ id: 'a/1/x' }), makeReplica({ id: 'b/1/x' }))).toBe('together')
  expect(state(makeReplica(), makeReplica({ alive: false, state: 'silent' }))).toBe('trouble')
  expect(state(makeReplica({ warnings: [warning] }))).toBe('trouble')
  const stopping = { code: 'stopping', message: 'it stops', mend: '' } as const
  expect(state(makeReplica(), makeReplica({ state: 'stopping', warnings: [stopping] }))).toBe('leaving')
})

test('inOrder puts the one that answers first and silent ones last', () => {
  const a = makeReplica({ machine: 'a', alive: false, state: 'silent' })
  const b = makeReplica({ machine: 'b', state: 'stopping' })
  const c = makeReplica({ machine: 'c' })
  const d = makeReplica({ machine: 'd', self: true })
  expect(inOrder([a, b, c, d]).map((r) => r.machine)).toEqual(['d', 'c', 'b', 'a'])
})
