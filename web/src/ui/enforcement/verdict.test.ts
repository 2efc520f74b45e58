import { describe, expect, it } from 'vitest'
import type { Listed } from '@/api/types'
import { makeListed } from '@/testing/makeEnforcement'
import { verdictOf } from './verdict'

/** The list of makeListed, otherwise. */
const lists = (over: Partial<Listed['lists'][number]>) => makeListed().lists.map((list) => ({ ...list, ...over }))
const signedIn = { network: '192.0.2.1', why: 'signed_in', detail: 'ada' }

describe('verdictOf', () => {
  it('names the hosts that block', () => {
    expect(verdictOf(makeListed())).toEqual({ kind: 'blocked', hosts: ['local'] })
  })

  it('tells apart no list, lists that are off, and lists that no kernel has', () => {
    expect(verdictOf(makeListed({ lists: [] })).kind).toBe('unlisted')
    expect(verdictOf(makeListed({ lists: lists({ hosts: [], enabled: false }) })).kind).toBe('off')
    expect(verdictOf(makeListed({ lists: lists({ hosts: [] }) })).kind).toBe('nowhere')
  })

  it('lets through what is exempt everywhere, or on all hosts that have the list', () => {
    expect(verdictOf(makeListed({ exempt: true })).kind).toBe('spared')
    expect(verdictOf(makeListed({ exemptions: [{ ...signedIn, hosts: ['local'] }] })).kind).toBe('spared')
  })

  it('leaves out the hosts where it is let through', () => {
    const both = lists({ hosts: ['web-2', 'web-1'] })
    expect(verdictOf(makeListed({ lists: both, exemptions: [{ ...signedIn, hosts: ['web-1'] }] }))).toEqual({
      kind: 'partly',
      hosts: ['web-2'],
    })
  })

  it('tells of a network of which only a part is let through', () => {
    const listed = makeListed({ address: '192.0.2.0/24', exemptions: [{ ...signedIn, hosts: [] }] })
    expect(verdictOf(listed)).toEqual({ kind: 'partly', hosts: ['local'] })
  })
})
