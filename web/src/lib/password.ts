/** How hard a password is to guess: 0 (trivial) to 4 (very hard), from its length, its kinds of characters and repeats. */
export function passwordStrength(password: string): 0 | 1 | 2 | 3 | 4 {
  const bits = distinctLength(password) * Math.log2(alphabet(password))
  if (bits < 28) return 0
  if (bits < 48) return 1
  if (bits < 64) return 2
  return bits < 84 ? 3 : 4
}

/** Characters that add something: runs such as "aaaa" and "1234" count once. */
function distinctLength(password: string): number {
  let n = 0
  let before = Number.NaN
  for (const char of password) {
    const code = char.codePointAt(0) ?? 0
    if (Math.abs(code - before) > 1 || Number.isNaN(before)) n++
    before = code
  }
  return n
}

function alphabet(password: string): number {
  const kinds: readonly [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[^a-zA-Z\d]/, 33],
  ]
  return Math.max(
    2,
    kinds.reduce((sum, [kind, size]) => (kind.test(password) ? sum + size : sum), 0),
  )
}
