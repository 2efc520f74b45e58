/** fail2ban's own letters for lengths of time, and how many seconds each stands for. */
const letters: readonly [string, number][] = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
]

/** 5400 → "1h 30m": the two largest units of seconds, in fail2ban's letters. A negative length has no end: undefined. */
export function formatDuration(seconds: number): string | undefined {
  if (seconds < 0) return undefined
  const parts: string[] = []
  let rest = Math.round(seconds)
  for (const [letter, size] of letters) {
    const n = Math.floor(rest / size)
    rest -= n * size
    if (n > 0 && parts.length < 2) parts.push(`${n}${letter}`)
    else if (parts.length > 0) break
  }
  return parts.join(' ') || '0s'
}

/** Reads "600", "10m", "1h 30m", "-1" as whole seconds (-1 = no end); undefined if it is none of these. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase()
  if (/^-1$|^\d+$/.test(trimmed)) return Number(trimmed)
  if (!/^(\d+\s*[wdhms]\s*)+$/.test(trimmed)) return undefined
  let total = 0
  for (const [, n, letter] of trimmed.matchAll(/(\d+)\s*([wdhms])/g)) {
    total += Number(n) * (letters.find(([l]) => l === letter)?.[1] ?? 0)
  }
  return total
}
