import { describe, expect, test } from 'vitest'
import { formatAbsolute, formatClock, formatRelative, isTimeZone, relativeStep } from './time'

const now = Date.parse('2026-10-14T14:02:00Z')
const minute = 60_000

describe('formatRelative', () => {
  test.each([
    [0, 'now'],
    [-999, 'now'],
    [-2_000, '2 sec. ago'],
    [-59 * 1000, '59 sec. ago'],
    [-90 * 1000, '1 min. ago'],
    [-3 * 60 * minute, '3 hr. ago'],
    [-24 * 60 * minute, 'yesterday'],
    [2 * 60 * minute, 'in 2 hr.'],
    [2 * 60 * minute - 1000, 'in 2 hr.'],
    [89 * minute, 'in 1 hr.'],
    [60 * minute - 16_000, 'in 1 hr.'],
    [59_400, 'in 59 sec.'],
  ])('%d ms', (offset, want) => {
    expect(formatRelative(now + offset, now, 'en')).toBe(want)
  })
})

test('relativeStep is a second for the young, an hour for the old', () => {
  expect(relativeStep(now - 1000, now)).toBe(1000)
  expect(relativeStep(now - 5 * minute, now)).toBe(minute)
  expect(relativeStep(now - 300 * minute, now)).toBe(60 * minute)
})

test('formatAbsolute names the time zone', () => {
  expect(formatAbsolute(now, 'UTC', 'en-GB')).toBe('14 Oct 2026, 14:02:00 UTC')
})

test('formatClock leaves the date out today', () => {
  expect(formatClock(now - 5 * minute, now, 'UTC', 'en-GB')).toBe('13:57')
  expect(formatClock(now - 48 * 60 * minute, now, 'UTC', 'en-GB')).toBe('12 Oct, 14:02')
})

test('isTimeZone knows names, not nonsense', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true)
  expect(isTimeZone('Mars/Olympus')).toBe(false)
  expect(isTimeZone('')).toBe(false)
})
