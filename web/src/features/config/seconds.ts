const sizes: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_557_600 }

/** The seconds in a length of time as fail2ban writes it, such as 1d 12h; -1 is for ever. Undefined for anything but a plain sum. */
export function secondsOf(text: string): number | undefined {
  const parts = [...text.matchAll(/\s*(-?\d+(?:\.\d+)?)\s*([a-z]*)/giy)]
  if (parts.length === 0 || parts.map(([part]) => part).join('').length !== text.trimEnd().length) return undefined
  let sum = 0
  for (const [, number = '', unit = ''] of parts) {
    const size = sizeOf(unit.toLowerCase())
    if (size === undefined) return undefined
    sum += Number(number) * size
  }
  return sum
}

/** A month is the twelfth of a year, which has a quarter of a leap day. */
function sizeOf(unit: string): number | undefined {
  if (unit === '') return 1
  return unit.startsWith('mo') ? 31_557_600 / 12 : sizes[unit.charAt(0)]
}
