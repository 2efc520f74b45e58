/** The path of a line through `values` in a box of the given size; empty if there are fewer than two. */
export function sparklinePath(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return ''
  const top = Math.max(...values)
  const low = Math.min(...values)
  const x = width / (values.length - 1)
  const y = (value: number) => (top === low ? height / 2 : height - ((value - low) / (top - low)) * height)
  return values.map((value, i) => `${i === 0 ? 'M' : 'L'}${round(i * x)} ${round(y(value))}`).join('')
}

function round(n: number): number {
  return Math.round(n * 10) / 10
}
