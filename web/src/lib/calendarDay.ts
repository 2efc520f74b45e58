import { fromWall, wallOf } from './wallClock'

const format = /^(\d{4})-(\d\d)-(\d\d)$/

/** A day as a date input has it, e.g. "2026-03-03", on the clocks of the zone. `at` is in milliseconds since 1970. */
export function dayOf(at: number, timeZone?: string): string {
  const { year, month, day } = wallOf(at, timeZone)
  return [String(year).padStart(4, '0'), two(month), two(day)].join('-')
}

/** When the day is over on the clocks of the zone; undefined for what is no day. */
export function endOfDay(text: string, timeZone?: string): number | undefined {
  const parts = partsOf(text)
  return parts && fromWall({ ...parts, day: parts.day + 1, hour: 0, minute: 0 }, timeZone)
}

/** So many days later, or earlier if negative. What is no day is left as it is. */
export function shiftDay(text: string, days: number): string {
  const parts = partsOf(text)
  return parts ? dayOf(Date.UTC(parts.year, parts.month - 1, parts.day + days), 'UTC') : text
}

/** The text if it is a day of the calendar, from 1970 on. */
export function searchDay(text: string | undefined): string | undefined {
  return text !== undefined && partsOf(text) ? text : undefined
}

function partsOf(text: string): { year: number; month: number; day: number } | undefined {
  const match = format.exec(text)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number)
  const there = new Date(Date.UTC(year, month - 1, day))
  const real = year >= 1970 && there.getUTCMonth() === month - 1 && there.getUTCDate() === day
  return real ? { year, month, day } : undefined
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
