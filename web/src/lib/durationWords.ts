const units: readonly [Intl.NumberFormatOptions['unit'] & string, number][] = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

/** 129600 → "1 day, 12 hours" in the reader's language; `style` "short" gives "1 day, 12 hr". Seconds are 0 or more. */
export function durationWords(seconds: number, style: 'long' | 'short' = 'long', locale?: string): string {
  const parts: string[] = []
  let rest = Math.floor(seconds)
  for (const [unit, size] of units) {
    const n = Math.floor(rest / size)
    rest -= n * size
    if (n > 0 || (unit === 'second' && parts.length === 0)) parts.push(formatUnit(n, unit, style, locale))
  }
  return new Intl.ListFormat(locale, { type: 'unit', style }).format(parts)
}

function formatUnit(n: number, unit: string, unitDisplay: 'long' | 'short', locale?: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }).format(n)
}
