/** The running sums of series at each point: the first stays as it is, the last is the total. */
export function stack(series: readonly (readonly number[])[]): number[][] {
  const sums: number[][] = []
  for (const values of series) {
    const below = sums.at(-1)
    sums.push(values.map((value, i) => value + (below?.[i] ?? 0)))
  }
  return sums
}

/** Where a list of values is highest: the first of several places; undefined if there is nothing above 0. */
export function peak(values: readonly number[]): { index: number; value: number } | undefined {
  let best: { index: number; value: number } | undefined
  for (const [index, value] of values.entries()) if (value > (best?.value ?? 0)) best = { index, value }
  return best
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
