const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const

/** 1234567 → "1.2 MB", in steps of a thousand; as "1.2MB" if it is to be `narrow`. */
export function formatBytes(n: number, narrow = false, locale?: string): string {
  // What would be rounded up to 1,000 is one of the next unit.
  const step = units.findIndex((_, i) => n < 999.5 * 1000 ** i)
  const power = step < 0 ? units.length - 1 : step
  const value = n / 1000 ** power
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power],
    unitDisplay: narrow ? 'narrow' : 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value)
}
