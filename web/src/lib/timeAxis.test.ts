import { describe, expect, it } from 'vitest'
import { peak, stack, sum } from './stack'
import { formatBucket, timeTicks } from './timeAxis'

const at = (text: string) => Date.parse(text)
const labels = (from: string, to: string, most: number, zone = 'UTC') =>
  timeTicks(at(from), at(to), most, zone, 'en-GB').map((tick) => tick.label)

describe('timeTicks', () => {
  it('shows hours within a day and the date at midnight', () => {
    expect(labels('2026-10-12T13:20:00Z', '2026-10-13T13:20:00Z', 8)).toEqual([
      ...['15:00', '18:00', '21:00', '13 Oct', '03:00', '06:00', '09:00', '12:00'],
    ])
  })

  it('shows days of a week and of a month', () => {
    expect(labels('2026-10-05T13:00:00Z', '2026-10-12T13:00:00Z', 8)).toEqual([
      ...['6 Oct', '7 Oct', '8 Oct', '9 Oct', '10 Oct', '11 Oct', '12 Oct'],
    ])
    // Mondays.
    expect(labels('2026-09-20T00:00:00Z', '2026-10-20T00:00:00Z', 6)).toEqual([
      ...['21 Sept', '28 Sept', '5 Oct', '12 Oct', '19 Oct'],
    ])
  })

  it('shows months and the year in January', () => {
    expect(labels('2025-10-15T00:00:00Z', '2026-10-15T00:00:00Z', 12)).toEqual([
      ...['Nov', 'Dec', '2026', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct'],
    ])
    expect(labels('2020-03-01T00:00:00Z', '2026-03-01T00:00:00Z', 6)).toEqual([
      '2021',
      '2022',
      '2023',
      '2024',
      '2025',
      '2026',
    ])
  })

  it('goes by the clocks of the zone, also when they change', () => {
    const ticks = timeTicks(at('2026-10-23T22:00:00Z'), at('2026-10-26T23:00:00Z'), 4, 'Europe/Berlin', 'en-GB')
    expect(ticks.map((tick) => new Date(tick.at).toISOString())).toEqual([
      '2026-10-23T22:00:00.000Z',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
      '2026-10-26T23:00:00.000Z',
    ])
  })

  it.each([1, 3, 8, 20])('keeps to about %d marks, in order', (most) => {
    for (const hours of [0.2, 1, 6, 24, 100, 720, 8760, 90_000]) {
      const to = at('2026-10-12T13:20:00Z')
      const ticks = timeTicks(to - hours * 3_600_000, to, most, 'America/New_York')
      expect(ticks.length, `${hours} h`).toBeLessThanOrEqual(most + 1)
      expect([...ticks].sort((a, b) => a.at - b.at)).toEqual(ticks)
    }
  })
})

describe('formatBucket', () => {
  // Versions of the browser's own data differ in commas and spaces.
  const words = (from: string, to: string, zone = 'UTC') =>
    formatBucket(at(from), at(to), zone, 'en-GB')
      .replace(/[\s,]+/g, ' ')
      .replace(/ ?– ?/, '–')

  it('is as short as it can be', () => {
    expect(words('2026-10-12T04:00:00Z', '2026-10-12T07:00:00Z')).toBe('Mon 12 Oct 04:00–07:00')
    expect(words('2026-10-12T00:00:00Z', '2026-10-13T00:00:00Z')).toBe('Mon 12 Oct')
    expect(words('2026-10-12T00:00:00Z', '2026-10-19T00:00:00Z')).toBe('12–18 Oct')
    expect(words('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 'Europe/Berlin')).toBe('Sun 25 Oct')
  })
})

describe('stack', () => {
  it('sums up', () => {
    expect(
      stack([
        [1, 2],
        [10, 20],
        [100, 200],
      ]),
    ).toEqual([
      [1, 2],
      [11, 22],
      [111, 222],
    ])
    expect(stack([])).toEqual([])
    expect(sum([1, 2, 3])).toBe(6)
  })

  it('finds the peak', () => {
    expect(peak([1, 9, 3, 9])).toEqual({ index: 1, value: 9 })
    expect(peak([0, 0])).toBeUndefined()
  })
})
