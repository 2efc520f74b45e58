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

  it('does not grow without end', () => {
    const year = 365 * 24 * hour
    expect(widened({ from: 10 * year, to: 14 * year }, 100 * year)).toEqual({ from: 9.5 * year, to: 14.5 * year })
  })
})
