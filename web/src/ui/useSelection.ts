import { useMemo, useRef, useState } from 'react'
import { span, withKeys } from '@/lib/selection'

export interface Selection<K> {
  chosen: ReadonlySet<K>
  /** Turns one row; with `extend` (Shift) all from the row turned last. */
  toggle: (key: K, extend: boolean) => void
  /** All rows that are loaded, or none. */
  setAll: (on: boolean) => void
  clear: () => void
}

/** Which rows of a table are chosen. Rows that leave the table are no longer chosen. */
export function useSelection<K>(keys: readonly K[]): Selection<K> {
  const [picked, setPicked] = useState<ReadonlySet<K>>(new Set())
  const anchor = useRef<K>(undefined)
  const chosen = useMemo(() => new Set(keys.filter((key) => picked.has(key))), [keys, picked])
  return {
    chosen,
    toggle: (key, extend) => {
      const range = extend ? span(keys, anchor.current, key) : [key]
      setPicked(withKeys(chosen, range, !chosen.has(key)))
      anchor.current = key
    },
    setAll: (on) => setPicked(on ? new Set(keys) : new Set()),
    clear: () => setPicked(new Set()),
  }
}
