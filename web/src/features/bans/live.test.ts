import { describe, expect, it } from 'vitest'
import { makeBan } from '@/testing/make'
import { allBans, matches, type Pages, queued, withBans, withEnded, withoutEnded } from './live'

const pages = (...ids: number[][]): Pages => ({
  pages: ids.map((page) => ({ items: page.map((id) => makeBan({ id })), next_cursor: null, total: 3 })),
  pageParams: ids.map(() => undefined),
})
const shape = (p: Pages) => p.pages.map((page) => [page.total, ...page.items.map((b) => (b.active ? b.id : -b.id))])

describe('pages of active bans', () => {
  it('puts new bans on top once', () => {
    expect(shape(withBans(pages([3, 2], [1]), [makeBan({ id: 4 }), makeBan({ id: 3 })]))).toEqual([
      [4, 4, 3, 2],
      [4, 1],
    ])
  })

  it('orders what came at once, takes a repeat once, and renews what is there', () => {
    const told = [
      makeBan({ id: 4, banned_at: '2026-10-12T05:00:00Z' }),
      makeBan({ id: 5, banned_at: '2026-10-12T06:00:00Z' }),
      makeBan({ id: 4, banned_at: '2026-10-12T05:00:00Z', failures: 9 }),
      makeBan({ id: 2, failures: 7 }),
    ]
    const after = withBans(pages([3, 2], [1]), told)
    expect(shape(after)).toEqual([
      [5, 5, 4, 3, 2],
      [5, 1],
    ])
    expect(allBans(after).map((ban) => ban.failures)).toEqual([5, 9, 5, 7, 5])
  })

  it('lists a ban once if pages overlap', () => {
    expect(allBans(pages([3, 2], [2, 1])).map((ban) => ban.id)).toEqual([3, 2, 1])
    expect(allBans(undefined)).toEqual([])
  })

  it('lets a ban wait once, and not at all if it ended', () => {
    const told = [makeBan({ id: 4 }), makeBan({ id: 4 }), makeBan({ id: 5 })]
    expect(queued([makeBan({ id: 4 })], told, [makeBan({ id: 5 })]).map((ban) => ban.id)).toEqual([4])
  })

  it('marks bans that ended, and takes them out later', () => {
    const marked = withEnded(pages([3, 2], [1]), [makeBan({ id: 2, active: false }), makeBan({ id: 9, active: false })])
    expect(shape(marked)).toEqual([
      [2, 3, -2],
      [2, 1],
    ])
    expect(shape(withoutEnded(marked))).toEqual([
      [2, 3],
      [2, 1],
    ])
  })
})

describe('matches', () => {
  it.each([
    [{}, true],
    [{ jail: 'sshd' }, true],
    [{ jail: 'nginx' }, false],
    [{ host: 'web-2' }, false],
    [{ q: '192.0' }, true],
    [{ q: 'SSH' }, true],
    [{ q: '198.51' }, false],
  ])('%o: %s', (filters, want) => {
    expect(matches(makeBan(), filters)).toBe(want)
  })
})
