import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useState } from 'react'
import { recall, remember } from '@/lib/storage'

/** The columns that can be left out, in their order; time and address are always there. */
export const columnKeys = ['country', 'jail', 'host', 'origin', 'network', 'failures', 'length', 'end'] as const

export type ColumnKey = (typeof columnKeys)[number]

/** Which columns there are. */
export type Columns = Readonly<Record<ColumnKey, boolean>>

export const columnNames: Record<ColumnKey, MessageDescriptor> = {
  country: msg`Country`,
  jail: msg`Jail`,
  host: msg`Host`,
  origin: msg`Origin`,
  network: msg`Network`,
  failures: msg`Failures`,
  length: msg`Ban time`,
  end: msg`End`,
}

const storageKey = 'bangui.history-columns'

export interface ColumnChoice {
  /** The columns that were left out. */
  hidden: ReadonlySet<ColumnKey>
  toggle: (key: ColumnKey) => void
  /** Shows all again. */
  reset: () => void
}

/** Which columns this browser leaves out. */
export function useColumnChoice(): ColumnChoice {
  const [hidden, setHidden] = useState<ReadonlySet<ColumnKey>>(() => parseHidden(recall(storageKey)))
  const change = (next: ReadonlySet<ColumnKey>) => {
    setHidden(next)
    remember(storageKey, [...next].join(','))
  }
  return {
    hidden,
    toggle: (key) => {
      const next = new Set(hidden)
      if (!next.delete(key)) next.add(key)
      change(next)
    },
    reset: () => change(new Set()),
  }
}

/** What is no column is left out: another version may have known it. */
export function parseHidden(text: string | undefined): ReadonlySet<ColumnKey> {
  const words = new Set(text?.split(','))
  return new Set(columnKeys.filter((key) => words.has(key)))
}

/** The columns that are shown: those that have something to say and were not left out. */
export function shownColumns(hidden: ReadonlySet<ColumnKey>, silent: Partial<Columns>): Columns {
  const shown = columnKeys.map((key) => [key, !hidden.has(key) && silent[key] !== false])
  return Object.fromEntries(shown) as Columns
}
