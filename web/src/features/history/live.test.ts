import { describe, expect, it } from 'vitest'
import type { HistoryFilters } from '@/api/history'
import { allBans, matches, type Pages, renewed, withBans } from '@/api/historyPages'
import type { Ban } from '@/api/types'
import { makeBan } from '@/testing/make'
import { historySearch, upTo } from './search'

const page = (...ids: number[]) => ({
  items: ids.map((id) => makeBan({ id, repeats: 7 })),
  next_cursor: null,
  searched_to: null,
})
const pages = (...list: number[][]): Pages => ({
  pages: list.map((ids) => page(...ids)),
  pageParams: list.map(() => undefined),
})

describe('matches', () => {
  const cases: [HistoryFilters, Partial<Ban>, boolean][] = [
    [{}, {}, true],
    [{ host: 'local' }, {}, true],
    [{ host: 'web-2' }, {}, false],
    [{ jail: 'nginx' }, {}, false],
    [{ origin: 'manual' }, {}, false],
    [{ country: 'NL' }, {}, true],
    [{ country: 'ZZ' }, {}, false],
    [{ country: 'ZZ' }, { country: '' }, true],
    [{ asn: 64500 }, { asn: 64500 }, true],
    [{ asn: 64500 }, {}, false],
    [{ address: '192.0.2.0/24' }, {}, true],
    [{ address: '192.0.2.2' }, {}, false],
    [{ q: 'FAILED' }, {}, true],
    [{ q: 'accepted' }, {}, false],
    [{ q: '192.0.2' }, { evidence: [] }, false],
    [{ q: 'MALL' }, { address: 'Mallory' }, true],
    [{ id: 'Mallory' }, { address: 'Mallory' }, true],
    [{ id: 'Mallory' }, { address: 'mallory' }, false],
    [{ id: 'Mallory' }, {}, false],
    [{ from: '2026-10-12T04:00:00Z' }, {}, true],
    [{ from: '2026-10-12T04:00:01Z' }, {}, false],
    [{ to: '2026-10-12T04:00:00Z' }, {}, false],
  ]
  it.each(cases)('%o and %o: %s', (filters, ban, want) => {
    expect(matches(makeBan(ban), filters)).toBe(want)
  })
})

describe('pages of the history', () => {
  it('list a ban once if they overlap', () => {
    expect(allBans(pages([3, 2], [2, 1])).map((ban) => ban.id)).toEqual([3, 2, 1])
    expect(allBans(undefined)).toEqual([])
  })

  it('get the newest version of a ban in its place, and keep how often its address was banned', () => {
    const after = renewed(pages([3, 2], [1]), [makeBan({ id: 2, active: false }), makeBan({ id: 9 })])
    expect(allBans(after).map((ban) => [ban.id, ban.active, ban.repeats])).toEqual([
      [3, true, 7],
      [2, false, 7],
      [1, true, 7],
    ])
  })

  it('stay the same if nothing in them changed', () => {
    const before = pages([3, 2])
    expect(renewed(before, [makeBan({ id: 9 })])).toBe(before)
  })
})

describe('search', () => {
  it('has the day that the list begins with beside the filters', () => {
    const { at, jail } = historySearch({ at: '2026-03-03', jail: 'sshd' })
    expect([at, jail]).toEqual(['2026-03-03', 'sshd'])
    expect(historySearch({ at: 'yesterday' }).at).toBeUndefined()
  })

  const ends: [HistoryFilters, string | undefined, string | undefined][] = [
    [{}, undefined, undefined],
    [{}, '2026-03-04T00:00:00.000Z', '2026-03-04T00:00:00.000Z'],
    [{ to: '2026-03-01T00:00:00Z' }, '2026-03-04T00:00:00.000Z', '2026-03-01T00:00:00Z'],
    [{ to: '2026-03-09T00:00:00Z' }, '2026-03-04T00:00:00.000Z', '2026-03-04T00:00:00.000Z'],
  ]
  it.each(ends)('%o up to %s ends at %s', (filters, end, want) => {
    expect(upTo<{ to?: string }>(filters, end === undefined ? undefined : Date.parse(end)).to).toBe(want)
  })
})

describe('withBans', () => {
  it('puts new ones on top, newest first and each once', () => {
    const later = makeBan({ id: 6, banned_at: '2026-10-12T05:00:00Z' })
    const told = [makeBan({ id: 5 }), later, makeBan({ id: 5 }), makeBan({ id: 3, failures: 9 })]
    const next = withBans(pages([4, 3], [3, 2]), told)
    expect(allBans(next).map((ban) => ban.id)).toEqual([6, 5, 4, 3, 2])
    expect(allBans(next).find((ban) => ban.id === 3)?.failures).toBe(9)
  })
})
