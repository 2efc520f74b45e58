/** A name that is not taken: the given one, or that with a number behind it. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (wanted === '' || !taken.includes(wanted)) return wanted
  for (let n = 2; ; n++) {
    const name = `${wanted}-${n}`
    if (!taken.includes(name)) return name
  }
}
