import { describe, expect, it } from 'vitest'
import { durationWords } from './durationWords'

describe('durationWords', () => {
  it.each([
    [0, '0 seconds'],
    [1, '1 second'],
    [600, '10 minutes'],
    [129_600, '1 day, 12 hours'],
    [694_861, '1 week, 1 day, 1 hour, 1 minute, 1 second'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(durationWords(seconds, 'long', 'en')).toBe(words)
  })
})
