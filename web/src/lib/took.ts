import { formatDuration } from './duration'

/** 340 → "340 ms", 12,400 → "12s", 92,000 → "1m 32s": how long something took, from milliseconds of 0 or more. */
export function formatTook(ms: number, locale?: string): string {
  if (ms >= 1000) return formatDuration(Math.floor(ms / 1000)) ?? ''
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'millisecond' }).format(Math.max(0, Math.round(ms)))
}
