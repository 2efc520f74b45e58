/** The spans of time that figures can be asked for, as the API names them. */
export const ranges = ['24h', '7d', '30d', '365d'] as const

export type Range = (typeof ranges)[number]

const hour = 3_600_000

/** How long they are, in milliseconds. */
export const rangeLengths: Record<Range, number> = {
  '24h': 24 * hour,
  '7d': 168 * hour,
  '30d': 720 * hour,
  '365d': 8_760 * hour,
}

/** What statistics are made of at most, in milliseconds (internal/ban/span.go, MaxSpan); lists have no such limit. */
export const longestStats = 9_600 * hour
