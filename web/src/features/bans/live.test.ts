import { describe, expect, it } from 'vitest'
import { makeBan } from '@/testing/make'
import { matches, type Pages, withBans, withEnded, withoutEnded } from './live'

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
