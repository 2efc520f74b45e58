import { t } from '@lingui/core/macro'

/** The words that stand for an expression; see robfig/cron/v3, spec.go, parseDescriptor. */
const macros: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Most times of day that are written out. */
const mostTimes = 4

/** One field: everything, every n-th, or the values that it names. */
type Field = { kind: 'any' } | { kind: 'step'; n: number } | { kind: 'values'; values: number[] }

/**
 * "0 4 * * 1" → "every Monday at 04:00". Five fields or a word such as @daily; undefined for what has no short words, which is
 * no judgement: only the server says what is valid.
 */
export function cronWords(expression: string, locale?: string): string | undefined {
  const text = expression.trim().toLowerCase()
  const fields = (macros[text] ?? text).split(/\s+/)
  if (fields.length !== 5) return undefined
  const minute = readField(fields[0], 0, 59)
  const hour = readField(fields[1], 0, 23)
  const date = readField(fields[2], 1, 31)
  const month = readField(fields[3], 1, 12, monthNames)
  const weekday = readField(fields[4], 0, 6, dayNames)
  if (!minute || !hour || !date || !month || !weekday) return undefined
  const days = dayWords(date, month, weekday, locale)
  const when = timeWords(minute, hour, locale)
  if (days === undefined || when === undefined) return undefined
  if (when.at) return t`${days === '' ? t`every day` : days} at ${when.words}`
  return days === '' ? when.words : t`${when.words}, ${days}`
}

function readField(text = '', low: number, high: number, names: readonly string[] = []): Field | undefined {
  if (text === '*' || text === '?' || text === '*/1') return { kind: 'any' }
  const step = /^\*\/(\d+)$/.exec(text)
  if (step) return Number(step[1]) > 0 ? { kind: 'step', n: Number(step[1]) } : undefined
  const values: number[] = []
  for (const part of text.split(',')) {
    const [from, to = from] = part.split('-').map((word) => readValue(word, low, names))
    if (from === undefined || to === undefined || from < low || to > high || from > to) return undefined
    for (let n = from; n <= to; n++) values.push(n)
  }
  return { kind: 'values', values: [...new Set(values)].sort((a, b) => a - b) }
}

function readValue(word: string, low: number, names: readonly string[]): number | undefined {
  if (/^\d+$/.test(word)) return Number(word)
  const at = names.indexOf(word)
  return at < 0 ? undefined : at + low
}

/** Times of the day; `at` if they are moments, not a rhythm. */
function timeWords(minute: Field, hour: Field, locale?: string): { words: string; at: boolean } | undefined {
  if (hour.kind === 'any') {
    if (minute.kind === 'any') return { words: t`every minute`, at: false }
    if (minute.kind === 'step') return { words: t`every ${minute.n} minutes`, at: false }
    if (minute.values.join() === '0') return { words: t`every hour`, at: false }
    const minutes = list(minute.values.map(String), locale)
    return { words: t`every hour at minute ${minutes}`, at: false }
  }
  if (minute.kind !== 'values' || minute.values.length !== 1) return undefined
  const past = String(minute.values[0]).padStart(2, '0')
  if (hour.kind === 'step') {
    const rhythm = past === '00' ? t`every ${hour.n} hours` : t`every ${hour.n} hours at minute ${past}`
    return { words: rhythm, at: false }
  }
  if (hour.values.length > mostTimes) return undefined
  return {
    words: list(
      hour.values.map((h) => `${String(h).padStart(2, '0')}:${past}`),
      locale,
    ),
    at: true,
  }
}

/** Which days; empty for all. A date and a weekday together mean either (cron's own rule), which is left to the expression. */
function dayWords(date: Field, month: Field, weekday: Field, locale?: string): string | undefined {
  if (date.kind === 'step' || month.kind === 'step' || weekday.kind === 'step') return undefined
  if (weekday.kind === 'values') {
    if (date.kind !== 'any' || month.kind !== 'any') return undefined
    return weekdayWords(weekday.values, locale)
  }
  if (date.kind === 'any') return month.kind === 'any' ? '' : undefined
  const dates = list(date.values.map(String), locale)
  if (month.kind === 'any') return t`on day ${dates} of every month`
  const months = list(
    month.values.map((m) => monthName(m, locale)),
    locale,
  )
  return t`on day ${dates} of ${months}`
}

function weekdayWords(days: readonly number[], locale?: string): string {
  if (days.join() === '1,2,3,4,5') return t`${dayName(1, locale)} to ${dayName(5, locale)}`
  const names = list(
    days.map((d) => dayName(d, locale)),
    locale,
  )
  return t`every ${names}`
}

function list(words: readonly string[], locale?: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)
}

/** 4 January 1970 was a Sunday. */
function dayName(day: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(1970, 0, 4 + day))
}

function monthName(month: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(1970, month - 1, 1))
}
