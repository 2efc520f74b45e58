const first = 1_000
const longest = 30_000

/** Milliseconds to wait before try `n` (0 = first): doubling from one second to thirty, spread by up to a fifth either way. */
export function backoff(n: number, random: () => number = Math.random): number {
  const plain = Math.min(longest, first * 2 ** n)
  return Math.round(plain * (0.8 + 0.4 * random()))
}
