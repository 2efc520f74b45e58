import { describe, expect, it } from 'vitest'
import { longestStats } from './ranges'
import { spanFault } from './spanFault'

const now = Date.parse('2026-10-14T12:00:00Z')

describe('spanFault', () => {
  it.each([
    [undefined, now, { field: 'from', kind: 'missing' }],
    [now - 1, undefined, { field: 'to', kind: 'missing' }],
    [now - 1, now - 1, { field: 'to', kind: 'order' }],
    [now - 1, now - 2, { field: 'to', kind: 'order' }],
    [now + 1, now + 2, { field: 'from', kind: 'future' }],
    [0, now, { field: 'from', kind: 'far' }],
    [now - longestStats - 1, now, { field: 'from', kind: 'long' }],
    [now - longestStats, now, undefined],
    [now - 1, now + 9, undefined],
  ])('%s to %s', (from, to, want) => {
    expect(spanFault(from, to, now, longestStats)).toEqual(want)
  })

  it('may have no limit', () => {
    expect(spanFault(now - 2 * longestStats, now, now, Number.POSITIVE_INFINITY)).toBeUndefined()
  })
})
