const units: readonly [letter: string, seconds: number][] = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
]

/** 129600 → "1d 12h": every unit written out, so that reading it gives the same number of seconds. Negative is "-1", without end. */
export function durationText(seconds: number): string {
  if (seconds < 0) return '-1'
  const parts: string[] = []
  let rest = Math.floor(seconds)
  for (const [letter, size] of units) {
    const n = Math.floor(rest / size)
    rest -= n * size
    if (n > 0) parts.push(`${n}${letter}`)
  }
  return parts.join(' ') || '0'
}
