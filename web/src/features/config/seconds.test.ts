import { describe, expect, it } from 'vitest'
import { secondsOf } from './seconds'

describe('secondsOf', () => {
  it.each([
    ['600', 600],
    ['10m', 600],
    ['-1', -1],
    ['1d 12h', 129_600],
    ['1d12h', 129_600],
    ['6 months', 15_778_800],
    ['1.5H ', 5_400],
  ])('%s', (text, want) => {
    expect(secondsOf(text)).toBe(want)
  })

  it.each(['', 'abc', '2*60', '1 fortnight', '10m # ten'])('has no opinion on %s', (text) => {
    expect(secondsOf(text)).toBeUndefined()
  })
})
