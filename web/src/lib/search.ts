/** The text of a search parameter; undefined if it is absent, empty or something else. Numbers and such become text. */
export function searchText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The search parameter if it is one of `allowed`, else undefined. */
export function searchOneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((a) => a === value)
}
