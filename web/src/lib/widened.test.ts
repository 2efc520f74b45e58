import { describe, expect, it } from 'vitest'
import { widened } from './widened'

const hour = 3_600_000

describe('widened', () => {
  it('is twice as long around the same middle', () => {
    expect(widened({ from: 10 * hour, to: 12 * hour }, 100 * hour)).toEqual({ from: 9 * hour, to: 13 * hour })
  })

  it('ends with the hour that is now, and then reaches back further', () => {
    expect(widened({ from: 10 * hour, to: 12 * hour }, 11.5 * hour)).toEqual({ from: 8 * hour, to: 12 * hour })
  })

  it('does not grow beyond the 400 days that statistics are made of', () => {
    const day = 24 * hour
    const longest = { from: 900 * day, to: 1300 * day }
    expect(widened({ from: 950 * day, to: 1250 * day }, 9000 * day)).toEqual(longest)
    expect(widened(longest, 9000 * day)).toEqual(longest)
  })
})
