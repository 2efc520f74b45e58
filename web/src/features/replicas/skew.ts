/** Below this a clock counts as right: beats are measured no better. */
const rightMs = 50

/** "0.3 s ahead", "2 min behind": how far a clock is off in the reader's way of writing; undefined if it is right. */
export function skewWords(
  ms: number,
  ahead: (length: string) => string,
  behind: (length: string) => string,
): string | undefined {
  const size = Math.abs(ms)
  if (size < rightMs) return undefined
  const length = lengthOf(size)
  return ms > 0 ? ahead(length) : behind(length)
}

function lengthOf(ms: number): string {
  const [value, unit] = ms < 1000 ? [ms, 'millisecond'] : ms < 120_000 ? [ms / 1000, 'second'] : [ms / 60_000, 'minute']
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, maximumFractionDigits: ms < 1000 ? 0 : 1 }).format(
    value,
  )
}
