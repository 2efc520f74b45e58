import { expect, it, test } from 'vitest'
import { dayOf, endOfDay, searchDay, shiftDay } from './calendarDay'

const zone = 'Europe/Berlin'

it('tells the day on the clocks of the zone', () => {
  const at = Date.parse('2026-03-02T23:30:00Z')
  expect([dayOf(at, 'UTC'), dayOf(at, zone)]).toEqual(['2026-03-02', '2026-03-03'])
})

test.each([
  ['2026-03-03', 'UTC', '2026-03-04T00:00:00.000Z'],
  ['2026-03-03', zone, '2026-03-03T23:00:00.000Z'],
  // Clocks are put forward within the day.
  ['2026-03-29', zone, '2026-03-29T22:00:00.000Z'],
  ['2026-12-31', 'UTC', '2027-01-01T00:00:00.000Z'],
])('%s in %s ends at %s', (day, timeZone, want) => {
  expect(new Date(endOfDay(day, timeZone) ?? 0).toISOString()).toBe(want)
})

test.each([
  ['2026-03-01', -1, '2026-02-28'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2026-12-31', 1, '2027-01-01'],
  ['2026-03-29', 1, '2026-03-30'],
  ['yesterday', 1, 'yesterday'],
])('%s and %d days: %s', (day, by, want) => {
  expect(shiftDay(day, by)).toBe(want)
})

test.each(['2026-02-29', '2026-13-01', '26-01-01', '1969-12-31', '', undefined, '2026-03-03T00:00'])(
  '%s is no day',
  (text) => {
    expect(searchDay(text)).toBeUndefined()
    expect(endOfDay(text ?? '')).toBeUndefined()
  },
)

it('leaves a day as it is', () => {
  expect(searchDay('2024-02-29')).toBe('2024-02-29')
})
