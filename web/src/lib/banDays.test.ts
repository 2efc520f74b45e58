import { describe, expect, it } from 'vitest'
import { layOutDays, nearestColumn } from './banDays'

const now = Date.parse('2026-10-12T15:00:00Z')
const on = (date: string, n: number) => ({ at: `${date}T00:00:00Z`, n })
const dates = (at: number) => new Date(at).toISOString().slice(0, 10)

describe('layOutDays', () => {
  it('has a month at least, up to the end of today', () => {
    const line = layOutDays([on('2026-10-12', 2)], now)
    expect([dates(line.from), dates(line.to), line.count, line.columnDays]).toEqual(['2026-09-13', '2026-10-13', 30, 1])
    expect(line.columns.map((c) => [c.index, c.n, dates(c.from), dates(c.to)])).toEqual([
      [29, 2, '2026-10-12', '2026-10-13'],
    ])
  })

  it('begins with the first ban', () => {
    const line = layOutDays([on('2026-08-01', 1), on('2026-08-03', 4)], now)
    expect([dates(line.from), line.count, line.top]).toEqual(['2026-08-01', 73, 4])
    expect(line.columns.map((c) => [c.index, c.n])).toEqual([
      [0, 1],
      [2, 4],
    ])
  })

  it('puts weeks together where days would be too thin, and loses none', () => {
    const line = layOutDays([on('2025-10-20', 1), on('2025-10-21', 2), on('2026-10-12', 3)], now)
    expect(line.columnDays).toBe(7)
    expect(line.columns.reduce((sum, c) => sum + c.n, 0)).toBe(6)
    expect(line.columns.at(-1)).toMatchObject({ n: 3, index: line.count - 1, to: line.to })
    expect(line.columns.every((c) => c.to - c.from === 7 * 86_400_000)).toBe(true)
  })

  it('holds many years, and days that are still to come', () => {
    const line = layOutDays([on('2001-01-01', 1), on('2026-10-14', 2)], now)
    expect(line.count).toBeLessThanOrEqual(186)
    expect(line.columns.map((c) => [c.index, c.n])).toEqual([
      [0, 1],
      [line.count - 1, 2],
    ])
  })

  it('is empty without bans', () => {
    expect(layOutDays([], now)).toMatchObject({ count: 30, columns: [], top: 0 })
  })
})

describe('nearestColumn', () => {
  const line = layOutDays([on('2026-09-13', 1), on('2026-10-12', 2)], now)
  it.each([
    [0, 1],
    [0.3, 1],
    [0.7, 2],
    [1, 2],
  ])('at %d: the column with %d', (share, n) => {
    expect(nearestColumn(line, share)?.n).toBe(n)
  })

  it('finds none where there is none', () => {
    expect(nearestColumn(layOutDays([], now), 0.5)).toBeUndefined()
  })
})
