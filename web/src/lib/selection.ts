/** The keys from `anchor` to `key` in the order of `all`, both included; only `key` if the anchor is gone. */
export function span<K>(all: readonly K[], anchor: K | undefined, key: K): K[] {
  const from = anchor === undefined ? -1 : all.indexOf(anchor)
  const to = all.indexOf(key)
  if (from < 0 || to < 0) return [key]
  return all.slice(Math.min(from, to), Math.max(from, to) + 1)
}

/** `chosen` with `keys` put in or taken out. */
export function withKeys<K>(chosen: ReadonlySet<K>, keys: readonly K[], on: boolean): Set<K> {
  const next = new Set(chosen)
  for (const key of keys) {
    if (on) next.add(key)
    else next.delete(key)
  }
  return next
}
