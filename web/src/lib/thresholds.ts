/** The least counts of classes 1 to 5; fewer than the first is class 0, which means none. */
export type Limits = readonly [number, number, number, number, number]

export const defaultLimits: Limits = [1, 50, 200, 600, 1500]

/** One class of a legend: counts from `from` to `to`, both included; no `to` means "or more". */
export interface ClassRange {
  from: number
  to?: number
}

/** The class of a count, 0 to 5. */
export function classOf(n: number, limits: Limits): number {
  return limits.filter((limit) => n >= limit).length
}

/** What each of the six classes holds. */
export function classRanges(limits: Limits): ClassRange[] {
  const starts = [0, ...limits]
  return starts.map((from, i) => {
    const next = starts[i + 1]
    return next === undefined ? { from } : { from, to: next - 1 }
  })
}

/** Where the upper classes begin: half of the countries, then a quarter, a tenth … are above. */
const shares = [0.25, 0.5, 0.75, 0.9] as const

/**
 * Limits that fit the counts at hand: quantiles of those above zero, rounded to 1, 2 or 5 times a power of ten, so that they can be
 * read. They always rise; where there are too few counts to tell, they do so in the smallest steps.
 */
export function automaticLimits(counts: Iterable<number>): Limits {
  const sorted = [...counts].filter((n) => n > 0).sort((a, b) => a - b)
  let last = 1
  const upper = shares.map((share) => {
    last = Math.max(roundNice(quantile(sorted, share)), stepAbove(last))
    return last
  })
  return [1, upper[0] ?? 2, upper[1] ?? 5, upper[2] ?? 10, upper[3] ?? 20]
}

/** The value below which `share` of the sorted values lie; 0 if there are none. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.ceil(at)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}

/** 137 → 100, 160 → 200, 380 → 500: the nearest of 1, 2, 5, 10, 20 … by ratio. */
export function roundNice(n: number): number {
  if (n <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(n))
  const ratio = n / power
  if (ratio < Math.SQRT2) return power
  if (ratio < Math.sqrt(10)) return 2 * power
  return ratio < Math.sqrt(50) ? 5 * power : 10 * power
}

function stepAbove(n: number): number {
  const power = 10 ** Math.floor(Math.log10(n) + 1e-9)
  const ratio = Math.round(n / power)
  return ratio === 2 ? 5 * power : ratio >= 5 ? 10 * power : 2 * power
}

/** Why five numbers are no limits: the index of the first that is no whole number from 1, or not above the one before it. */
export function limitsFault(numbers: readonly number[]): { index: number; kind: 'whole' | 'rising' } | undefined {
  for (const [index, n] of numbers.entries()) {
    if (!Number.isSafeInteger(n) || n < 1) return { index, kind: 'whole' }
    if (n <= (numbers[index - 1] ?? 0)) return { index, kind: 'rising' }
  }
}

/** "1,50,200,600,1500" as limits; undefined if the text is something else. */
export function parseLimits(text: string): Limits | undefined {
  const [a, b, c, d, e, more] = text.split(',').map(Number)
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined) return undefined
  const limits: Limits = [a, b, c, d, e]
  return more === undefined && limitsFault(limits) === undefined ? limits : undefined
}
