/** Rows as they are shown, and how many newer ones wait. */
export interface Held<R> {
  shown: readonly R[]
  waiting: number
}

/**
 * While `frozen` is given, its rows stay where they are, in their newest version, and rows that it does not have wait;
 * without it the newest rows are shown.
 */
export function holdRows<R extends { id: unknown }>(latest: readonly R[], frozen: readonly R[] | undefined): Held<R> {
  if (frozen === undefined) return { shown: latest, waiting: 0 }
  const byId = new Map(latest.map((row) => [row.id, row]))
  const known = new Set(frozen.map((row) => row.id))
  return {
    shown: frozen.map((row) => byId.get(row.id) ?? row),
    waiting: latest.filter((row) => !known.has(row.id)).length,
  }
}
