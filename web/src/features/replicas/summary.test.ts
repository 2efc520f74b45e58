import { expect, test } from 'vitest'
import { makeReplica } from '@/testing/makeReplica'
import { inOrder, summaryOf, unlinked } from './summary'

const warning = { code: 'clock_skew', message: 'its clock is off', mend: 'run chrony' }

test('summaryOf', () => {
  const state = (...replicas: Parameters<typeof summaryOf>[0]) => summaryOf(replicas).state
  expect(state(makeReplica())).toBe('alone')
  expect(state(makeReplica({ id: 'a/1/x' }), makeReplica({ id: 'b/1/x' }))).toBe('together')
  expect(state(makeReplica(), makeReplica({ alive: false, state: 'silent' }))).toBe('trouble')
  expect(state(makeReplica({ warnings: [warning] }))).toBe('trouble')
})

test('inOrder puts the one that answers first and silent ones last', () => {
  const a = makeReplica({ machine: 'a', alive: false, state: 'silent' })
  const b = makeReplica({ machine: 'b', state: 'stopping' })
  const c = makeReplica({ machine: 'c' })
  const d = makeReplica({ machine: 'd', self: true })
  expect(inOrder([a, b, c, d]).map((r) => r.machine)).toEqual(['d', 'c', 'b', 'a'])
})

test('unlinked is one process without an address', () => {
  expect(unlinked([makeReplica({ address: '', linked: [] })])).toBe(true)
  expect(unlinked([makeReplica({ address: '10.0.0.1:7946' })])).toBe(false)
  expect(unlinked([])).toBe(false)
})
