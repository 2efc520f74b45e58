import { describe, expect, it } from 'vitest'
import { comparison } from './rangeWords'

describe('comparison', () => {
  it.each([
    [108, 100, '8% more than the day before'],
    [92, 100, '8% fewer than the day before'],
    [100, 100, 'as many as the day before'],
    [500, 100, '5 times as many as the day before'],
    [12, 0, 'none the day before'],
    [0, 0, 'none the day before either'],
    [0, 7, '100% fewer than the day before'],
  ])('%d after %d', (now, before, want) => {
    expect(comparison(now, before, '24h')).toBe(want)
  })

  it('says so where nothing is known of the time before', () => {
    expect(comparison(108, null, '7d')).toBe('no data for the week before')
  })

  it('names the period before a range of the viewer’s own', () => {
    expect(comparison(108, 100)).toBe('8% more than the period before')
  })
})
