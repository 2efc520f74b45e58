/** What a clock on the wall shows. Months count from 1. */
export interface Wall {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What clocks in the zone show at `at` (milliseconds since 1970); the browser's own zone if none is named. */
export function wallOf(at: number, timeZone?: string): Wall {
  const found = Object.fromEntries(
    formatFor(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  )
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = found
  return { year, month, day, hour, minute }
}

/** Making a format is slow, so there is one for each zone. */
function formatFor(timeZone: string | undefined): Intl.DateTimeFormat {
  const key = timeZone ?? ''
  const known = formats.get(key)
  if (known) return known
  const options = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
  const made = new Intl.DateTimeFormat('en', { ...options, hourCycle: 'h23', calendar: 'gregory', timeZone })
  formats.set(key, made)
  return made
}

/**
 * When clocks in the zone show that; the first time if they do so twice. What they never show, as they are put forward, is taken as
 * if they had not been yet. Days and minutes beyond their ends roll over: day 32 is in the next month.
 */
export function fromWall(wall: Wall, timeZone?: string): number {
  const wanted = asUTC(wall)
  const offset = (at: number) => asUTC(wallOf(at, timeZone)) - Math.floor(at / 60_000) * 60_000
  const day = 86_400_000
  const candidates = [offset(wanted - day), offset(wanted + day)].map((o) => wanted - o)
  const exact = candidates.filter((at) => asUTC(wallOf(at, timeZone)) === wanted)
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates)
}

function asUTC({ year, month, day, hour, minute }: Wall): number {
  return Date.UTC(year, month - 1, day, hour, minute)
}

/** The text that a datetime-local input takes: "2026-10-12T04:00". */
export function toInput(at: number, timeZone?: string): string {
  const { year, month, day, hour, minute } = wallOf(at, timeZone)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

/** The other way round; undefined for what is no date with a time. */
export function fromInput(text: string, timeZone?: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number)
  const plausible = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60
  return plausible ? fromWall({ year, month, day, hour, minute }, timeZone) : undefined
}
