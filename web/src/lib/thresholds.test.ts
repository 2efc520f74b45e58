import { describe, expect, it } from 'vitest'
import {
  automaticLimits,
  classOf,
  classRanges,
  defaultLimits,
  type Limits,
  limitsFault,
  parseLimits,
  roundNice,
} from './thresholds'

describe('classOf', () => {
  it.each([
    [0, 0],
    [1, 1],
    [49, 1],
    [50, 2],
    [199, 2],
    [200, 3],
    [600, 4],
    [1499, 4],
    [1500, 5],
    [9e9, 5],
  ])('%d is of class %d', (n, want) => {
    expect(classOf(n, defaultLimits)).toBe(want)
  })
})

describe('classRanges', () => {
  it('leaves no gap and no overlap', () => {
    const ranges = classRanges([1, 2, 5, 10, 20])
    expect(ranges).toEqual([
      { from: 0, to: 0 },
      { from: 1, to: 1 },
      { from: 2, to: 4 },
      { from: 5, to: 9 },
      { from: 10, to: 19 },
      { from: 20 },
    ])
  })
})

describe('automaticLimits', () => {
  const rises = (limits: Limits) => limitsFault(limits) === undefined

  it('follows the counts in readable steps', () => {
    const counts = Array.from({ length: 101 }, (_, i) => i * 40)
    expect(automaticLimits(counts)).toEqual([1, 1000, 2000, 5000, 10000])
  })

  it.each([
    ['nothing', []],
    ['zeros', [0, 0, 0]],
    ['one country', [7]],
    ['all alike', Array.from({ length: 60 }, () => 3)],
    ['one giant', [1, 1, 1, 2, 1, 9_000_000]],
    ['ones', Array.from({ length: 200 }, () => 1)],
  ])('rises for %s', (_, counts) => {
    expect(rises(automaticLimits(counts))).toBe(true)
  })

  it('spreads a skewed range over the classes', () => {
    const counts = Array.from({ length: 80 }, (_, rank) => Math.round(5000 / (rank + 1)))
    const limits = automaticLimits(counts)
    const used = new Set(counts.map((n) => classOf(n, limits)))
    expect([...used].sort()).toEqual([1, 2, 3, 4, 5])
  })

  it('rises for any counts', () => {
    let seed = 7
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    for (let round = 0; round < 500; round++) {
      const counts = Array.from({ length: Math.floor(random() * 30) }, () => Math.floor(random() ** 6 * 1e6))
      const limits = automaticLimits(counts)
      expect(rises(limits), `${counts} gave ${limits}`).toBe(true)
    }
  })
})

describe('roundNice', () => {
  it.each([
    [0, 1],
    [1.4, 1],
    [1.5, 2],
    [3, 2],
    [3.2, 5],
    [7, 5],
    [7.2, 10],
    [137, 100],
    [160, 200],
    [380, 500],
    [8100, 10_000],
  ])('%d → %d', (n, want) => {
    expect(roundNice(n)).toBe(want)
  })
})

describe('own limits', () => {
  it('names the first that is wrong', () => {
    expect(limitsFault([1, 50, 200, 600, 1500])).toBeUndefined()
    expect(limitsFault([0, 50, 200, 600, 1500])).toEqual({ index: 0, kind: 'whole' })
    expect(limitsFault([1, 2.5, 200, 600, 1500])).toEqual({ index: 1, kind: 'whole' })
    expect(limitsFault([1, 50, 50, 600, 1500])).toEqual({ index: 2, kind: 'rising' })
    expect(limitsFault([1, 50, 200, Number.NaN, 1500])).toEqual({ index: 3, kind: 'whole' })
  })

  it('reads them from text', () => {
    expect(parseLimits('1,50,200,600,1500')).toEqual(defaultLimits)
    for (const text of ['', '1,2,3,4', '1,2,3,4,5,6', '5,4,3,2,1', 'a,b,c,d,e', '1,,3,4,5'])
      expect(parseLimits(text), text).toBeUndefined()
  })
})
