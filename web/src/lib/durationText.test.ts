import { describe, expect, it } from 'vitest'
import { parseDuration } from './duration'
import { durationText } from './durationText'

describe('durationText', () => {
  it.each([
    [600, '10m'],
    [129_600, '1d 12h'],
    [694_861, '1w 1d 1h 1m 1s'],
    [0, '0'],
    [-1, '-1'],
  ])('%d seconds are %s, and read back the same', (seconds, text) => {
    expect(durationText(seconds)).toBe(text)
    expect(parseDuration(text)).toBe(seconds)
  })
})
