const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * day],
  ['month', 30 * day],
  ['week', 7 * day],
  ['day', day],
  ['hour', hour],
  ['minute', minute],
  ['second', second],
]

/**
 * "2 minutes ago", "in 3 hours"; within a second either way it is "now". What is past counts in whole units, what is to come in the
 * nearest: a ban of two hours ends "in 2 hours", also after its first minute. Times are milliseconds since 1970.
 */
export function formatRelative(at: number, now: number, locale?: string): string {
  const ahead = at - now > minute
  const distance = ahead ? Math.round((at - now) / minute) * minute : at - now
  const [unit, size] = steps.find(([, size]) => Math.abs(distance) >= size) ?? ['second', second]
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }).format(
    ahead ? Math.round(distance / size) : Math.trunc(distance / size),
    unit,
  )
}

/** Milliseconds until the text of formatRelative changes: a second, a minute or an hour. */
export function relativeStep(at: number, now: number): number {
  const age = Math.abs(at - now)
  if (age < minute) return second
  return age < hour ? minute : hour
}

/** Date and time with seconds and the name of the time zone. */
export function formatAbsolute(at: number, timeZone?: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(at)
}

/** "14:02" today, "12 Oct, 14:02" on another day. */
export function formatClock(at: number, now: number, timeZone?: string, locale?: string): string {
  const dayOf = (t: number) => new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone }).format(t)
  const date: Intl.DateTimeFormatOptions = dayOf(at) === dayOf(now) ? {} : { month: 'short', day: 'numeric' }
  return new Intl.DateTimeFormat(locale, { ...date, hour: '2-digit', minute: '2-digit', timeZone }).format(at)
}

/** "14:02:33" today, "12 Oct, 14:02" within half a year, "12 Oct 2025, 14:02" before: for lists that go far back. */
export function formatMoment(at: number, now: number, timeZone?: string, locale?: string): string {
  const dayOf = (t: number) => new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone }).format(t)
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZone }
  if (dayOf(at) === dayOf(now)) return new Intl.DateTimeFormat(locale, { ...time, second: '2-digit' }).format(at)
  const date: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' }
  if (Math.abs(now - at) > 183 * day) date.year = 'numeric'
  return new Intl.DateTimeFormat(locale, { ...date, ...time }).format(at)
}

/** True for a name that this browser knows as a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return name !== ''
  } catch {
    return false
  }
}
