import { describe, expect, it } from 'vitest'
import type { LiveEvent } from '@/api/live'
import type { Ban } from '@/api/types'
import { makeBan } from '@/testing/make'
import { withEvents } from './recent'

const told = (kind: 'ban' | 'unban', over: Partial<Ban>): LiveEvent => ({ kind, ban: makeBan(over) })
const at = (minute: number) => `2026-10-12T04:${String(minute).padStart(2, '0')}:00Z`
const list = [makeBan({ id: 2, banned_at: at(2) }), makeBan({ id: 1, banned_at: at(1) })]
const ids = (bans: readonly Ban[]) => bans.map((ban) => ban.id)

describe('withEvents', () => {
  it('puts new bans in their place by time, and keeps to the limit', () => {
    const events = [told('ban', { id: 4, banned_at: at(4) }), told('ban', { id: 3, banned_at: at(3) })]
    expect(ids(withEvents(list, events, {}, 3))).toEqual([4, 3, 2])
  })

  it('leaves out what the filter does not let through', () => {
    const events = [
      told('ban', { id: 3, jail: 'recidive', banned_at: at(3) }),
      told('ban', { id: 4, banned_at: at(4) }),
    ]
    expect(ids(withEvents(list, events, { jail: 'sshd' }, 10))).toEqual([4, 2, 1])
  })

  it('shows that a ban has ended, also one that came in the same batch', () => {
    const events = [
      told('ban', { id: 3, banned_at: at(3) }),
      told('unban', { id: 3, banned_at: at(3), active: false }),
      told('unban', { id: 1, banned_at: at(1), active: false }),
    ]
    const next = withEvents(list, events, {}, 10)
    expect(next.map(({ id, active }) => [id, active])).toEqual([
      [3, false],
      [2, true],
      [1, false],
    ])
  })

  it('is the same list if nothing in it changed', () => {
    expect(withEvents(list, [told('unban', { id: 99 }), { kind: 'resync' }], {}, 10)).toBe(list)
  })

  it('keeps how often an address was banned, which only lists know', () => {
    const known = [makeBan({ id: 1, repeats: 7 })]
    expect(withEvents(known, [told('unban', { id: 1, repeats: 0, active: false })], {}, 10)[0]?.repeats).toBe(7)
  })
})
