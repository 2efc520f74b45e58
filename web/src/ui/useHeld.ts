import { useEffect, useRef, useState } from 'react'
import { type Held, holdRows } from '@/lib/held'

interface HeldRows<R extends { id: unknown }> extends Held<R> {
  /** Shows what waits. */
  release: () => void
  /** Rows that came while the table was shown, not those it began with. */
  fresh: ReadonlySet<R['id']>
}

const freshMs = 4_000

/** Rows of a live table: while `held`, new ones wait; those that come in are marked as fresh for four seconds. */
export function useHeld<R extends { id: unknown }>(latest: readonly R[] | undefined, held: boolean): HeldRows<R> {
  const [frozen, setFrozen] = useState<readonly R[]>()
  if (held && frozen === undefined && latest !== undefined) setFrozen(latest)
  if (!held && frozen !== undefined) setFrozen(undefined)
  const { shown, waiting } = holdRows(latest ?? [], held ? frozen : undefined)
  const fresh = useFresh<R['id']>(latest === undefined ? undefined : shown.map((row) => row.id))
  return { shown, waiting, fresh, release: () => setFrozen(latest) }
}

function useFresh<K>(keys: readonly K[] | undefined): ReadonlySet<K> {
  const seen = useRef<Set<K>>(undefined)
  const [fresh, setFresh] = useState<ReadonlySet<K>>(new Set())
  const signature = keys?.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the keys
  useEffect(() => {
    if (keys === undefined) return
    const known = seen.current
    const added = known === undefined ? [] : keys.filter((key) => !known.has(key))
    seen.current = new Set([...(known ?? []), ...keys])
    if (added.length > 0) setFresh((old) => new Set([...old, ...added]))
  }, [signature])
  useEffect(() => {
    if (fresh.size === 0) return
    const timer = setTimeout(() => setFresh(new Set()), freshMs)
    return () => clearTimeout(timer)
  }, [fresh])
  return fresh
}
