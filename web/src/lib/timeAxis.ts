import { fromWall, type Wall, wallOf } from './wallClock'

/** A mark of a time axis. */
export interface Tick {
  at: number
  label: string
}

type Step = { unit: 'minute' | 'day' | 'month'; size: number }

const minute = 60_000
const day = 86_400_000

const steps: readonly Step[] = [
  ...[1, 5, 15, 30, 60, 120, 180, 360, 720].map((size): Step => ({ unit: 'minute', size })),
  ...[1, 2, 7, 14].map((size): Step => ({ unit: 'day', size })),
  ...[1, 2, 3, 6, 12, 24, 60].map((size): Step => ({ unit: 'month', size })),
]

const lengths = { minute, day, month: 30.5 * day }

/**
 * Round times from `from` to `to` (milliseconds since 1970) on the clocks of the zone, at most about `most`, with a label of one line:
 * the hour within a day, the date at midnight, the year in January.
 */
export function timeTicks(from: number, to: number, most: number, timeZone?: string, locale?: string): Tick[] {
  const room = (to - from) / Math.max(1, most)
  const step = steps.find(({ unit, size }) => size * lengths[unit] >= room) ?? { unit: 'month', size: 120 }
  return roundTimes(step, from, to, timeZone).map((at) => ({ at, label: labelOf(at, step, timeZone, locale) }))
}

function roundTimes({ unit, size }: Step, from: number, to: number, timeZone: string | undefined): number[] {
  const start = wallOf(from, timeZone)
  const found = new Set<number>()
  for (let i = 0; ; i++) {
    const wall = nth(start, unit, size, i)
    const at = fromWall(wall, timeZone)
    if (at > to || i > 1000) return [...found]
    if (at >= from) found.add(at)
  }
}

/** The i-th round wall time from the one that lies at or before `start`. */
function nth(start: Wall, unit: Step['unit'], size: number, i: number): Wall {
  if (unit === 'month') {
    const months = start.year * 12 + start.month - 1
    const at = months - (months % size) + i * size
    return { year: Math.floor(at / 12), month: (at % 12) + 1, day: 1, hour: 0, minute: 0 }
  }
  if (unit === 'day') {
    // Counted from a Monday, so that steps of a week are weeks.
    const days = Math.floor(Date.UTC(start.year, start.month - 1, start.day) / day) + 3
    return { ...start, day: start.day - (days % size) + i * size, hour: 0, minute: 0 }
  }
  const perDay = (24 * 60) / size
  const minutes = (i % perDay) * size
  return { ...start, day: start.day + Math.floor(i / perDay), hour: Math.floor(minutes / 60), minute: minutes % 60 }
}

function labelOf(at: number, { unit, size }: Step, timeZone?: string, locale?: string): string {
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at)
  const { hour, minute: minutes, month } = wallOf(at, timeZone)
  if (unit === 'month' && (size >= 12 || month === 1)) return write({ year: 'numeric' })
  if (unit === 'month') return write({ month: 'short' })
  const midnight = hour === 0 && minutes === 0
  return unit === 'day' || midnight
    ? write({ month: 'short', day: 'numeric' })
    : write({ hour: '2-digit', minute: '2-digit' })
}

/** A bucket in words: "Mon, 12 Oct" for a day, "12 – 18 Oct" for more days, "Mon, 12 Oct, 04:00 – 07:00" for less than a day. */
export function formatBucket(from: number, to: number, timeZone?: string, locale?: string): string {
  const date = { month: 'short', day: 'numeric', timeZone } as const
  // An hour less or more where clocks are changed.
  if (to - from < 23 * 60 * minute)
    return new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      ...date,
      hour: '2-digit',
      minute: '2-digit',
    }).formatRange(from, to)
  if (to - from <= 25 * 60 * minute) return new Intl.DateTimeFormat(locale, { weekday: 'short', ...date }).format(from)
  return new Intl.DateTimeFormat(locale, date).formatRange(from, to - 1)
}

/** Where a bucket ends: where the next begins, as an hour may be missing or come twice in one; the last is as long as most. */
export function bucketEnd(
  { buckets, bucketMs }: { buckets: readonly number[]; bucketMs: number },
  index: number,
): number {
  return buckets[index + 1] ?? (buckets[index] ?? 0) + bucketMs
}
