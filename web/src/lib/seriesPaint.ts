/** How a series is drawn: a CSS variable for its colour, and a pattern of dashes and gaps for those who do not tell colours apart. */
export interface Paint {
  variable: string
  /** In pixels; empty for a solid line. */
  dash: readonly number[]
}

/** In the order in which they are given away. Neighbours differ by 18 and more in all kinds of sight. */
export const paints: readonly Paint[] = [
  { variable: '--series-1', dash: [] },
  { variable: '--series-2', dash: [7, 3] },
  { variable: '--series-3', dash: [2, 2.5] },
  { variable: '--series-4', dash: [9, 3, 2, 3] },
  { variable: '--series-5', dash: [12, 4] },
  { variable: '--series-6', dash: [4, 2, 1, 2, 1, 2] },
]

/** For the sum of all that is not named. */
export const otherPaint: Paint = { variable: '--series-other', dash: [1, 3] }

/** How many of `order` have a paint of their own everywhere. */
const owners = 5

/** The paint that a name has on every page: by its place in `order`, which should not change with a filter. Undefined beyond the fifth. */
export function ownPaint(order: readonly string[], name: string): Paint | undefined {
  const place = order.indexOf(name)
  return place >= 0 && place < owners ? paints[place] : undefined
}

/** A paint for each name that is shown together: its own, or else one that none of the others has; the neutral one when there is none left. */
export function assignPaints(order: readonly string[], shown: readonly string[]): Map<string, Paint> {
  const own = new Map(shown.map((name) => [name, ownPaint(order, name)]))
  const taken = new Set(own.values())
  const free = paints.filter((paint) => !taken.has(paint)).reverse()
  return new Map(shown.map((name) => [name, own.get(name) ?? free.shift() ?? otherPaint]))
}

/** Mixes two colours written as #rrggbb; `share` is how much there is of the first. What is written otherwise is left as it is. */
export function mixColors(first: string, second: string, share: number): string {
  const [a, b] = [channels(first), channels(second)]
  if (!a || !b) return first
  const mixed = a.map((value, i) => Math.round(value * share + (b[i] ?? 0) * (1 - share)))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function channels(color: string): number[] | undefined {
  const match = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(color.trim())
  return match?.slice(1).map((hex) => Number.parseInt(hex, 16))
}
