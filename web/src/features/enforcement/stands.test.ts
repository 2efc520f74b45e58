import { describe, expect, it } from 'vitest'
import { makeEnforcedList, makeEnforcement } from '@/testing/makeEnforcement'
import { agreementOf, inOrder, summaryOf, totalsOf } from './stands'

describe('hosts', () => {
  const hosts = [
    makeEnforcement({ host: 'c', stand: 'off' }),
    makeEnforcement({ host: 'b', stand: 'in_force' }),
    makeEnforcement({ host: 'e', stand: 'drift' }),
    makeEnforcement({ host: 'a', stand: 'idle' }),
    makeEnforcement({ host: 'd', stand: 'obstacle' }),
  ]

  it('stand by what is wrong with them, then by name', () => {
    expect(inOrder(hosts).map((one) => one.host)).toEqual(['d', 'e', 'a', 'b', 'c'])
  })

  it('are summed up without those that are to block nothing', () => {
    expect(summaryOf(hosts)).toEqual({ wanted: 3, right: 1, tone: 'bad' })
    expect(summaryOf(hosts.slice(0, 3))).toEqual({ wanted: 2, right: 1, tone: 'warn' })
    expect(summaryOf(hosts.slice(1, 2))).toEqual({ wanted: 1, right: 1, tone: 'ok' })
    expect(summaryOf([])).toEqual({ wanted: 0, right: 0, tone: 'idle' })
  })
})

it('what a kernel has of a list agrees, lacks, differs or should be gone', () => {
  expect(agreementOf(makeEnforcedList())).toBe('same')
  expect(agreementOf(makeEnforcedList({ in_force: false, digest: '' }))).toBe('missing')
  expect(agreementOf(makeEnforcedList({ in_force: false, digest: 'other' }))).toBe('other')
  expect(agreementOf(makeEnforcedList({ in_force: false, wished_digest: '' }))).toBe('surplus')
})

it('sums are over all lists', () => {
  const lists = [makeEnforcedList(), makeEnforcedList({ id: 2, entries: 1, wished_entries: 2, packets: 5, bytes: 300 })]
  expect(totalsOf(lists)).toEqual({ wished: 1202, entries: 1201, subtracted: 20, packets: 12_350, bytes: 741_000 })
})
