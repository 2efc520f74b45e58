const hour = 3_600_000
const longest = 5 * 365 * 24 * hour

/** Twice as long a piece of time around the same middle, in milliseconds since 1970; it does not reach beyond now, and goes back further instead. */
export function widened({ from, to }: { from: number; to: number }, now: number): { from: number; to: number } {
  const length = Math.min(longest, 2 * (to - from))
  const end = Math.min(ceilHour(now), (from + to + length) / 2)
  return { from: end - length, to: end }
}

function ceilHour(at: number): number {
  return Math.ceil(at / hour) * hour
}
