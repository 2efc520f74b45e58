import { useLingui } from '@lingui/react/macro'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './DataTable.module.css'

/**
 * The frame of a dense table: write plain thead, tbody, tr and td inside. It scrolls sideways by itself if it must.
 * Classes from `table`: `num` right-aligns, `first` sticks while scrolling, `fresh` tints a new row, `phone` and `wide`
 * show a cell on one kind of screen only.
 */
export function DataTable({ label, busy, children }: { label: string; busy?: boolean; children: ReactNode }) {
  return (
    <div className={classes.scroll} data-busy={busy || undefined}>
      <table className={classes.table} aria-label={label} aria-busy={busy}>
        {children}
      </table>
    </div>
  )
}

/** Class names for cells and rows of a DataTable. */
export const table = {
  root: classes.table ?? '',
  num: classes.num ?? '',
  first: classes.first ?? '',
  fresh: classes.fresh ?? '',
  wide: classes.wide ?? '',
  actions: classes.actions ?? '',
  check: classes.check ?? '',
  link: classes.link ?? '',
}

export interface Sort<K extends string> {
  key: K
  descending: boolean
}

interface SortHeadProps<K extends string> {
  column: K
  sort: Sort<K>
  onSort: (sort: Sort<K>) => void
  className?: string
  children: ReactNode
}

/** A column heading that sorts: a faint arrow on hover and focus, a plain one on the column in force. */
export function SortHead<K extends string>({ column, sort, onSort, className, children }: SortHeadProps<K>) {
  const { t } = useLingui()
  const active = sort.key === column
  const Arrow = active && !sort.descending ? IconArrowUp : IconArrowDown
  return (
    <th
      scope="col"
      className={className}
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className={classes.sort}
        data-active={active || undefined}
        title={t`Sort by this column`}
        onClick={() => onSort({ key: column, descending: active ? !sort.descending : true })}
      >
        {children}
        <Arrow size={13} aria-hidden="true" />
      </button>
    </th>
  )
}
