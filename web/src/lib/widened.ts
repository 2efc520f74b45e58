import { longestStats } from './ranges'

const hour = 3_600_000

/**
 * Twice as long a piece of time around the same middle, as far as statistics go, in milliseconds since 1970; it does not reach beyond now,
 * and goes back further instead.
 */
export function widened({ from, to }: { from: number; to: number }, now: number): { from: number; to: number } {
  const length = Math.min(longestStats, 2 * (to - from))
  const end = Math.min(ceilHour(now), (from + to + length) / 2)
  return { from: end - length, to: end }
}

function ceilHour(at: number): number {
  return Math.ceil(at / hour) * hour
}
