import { IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Fold.module.css'

interface Props {
  title: ReactNode
  /** Dim, behind the title. */
  count?: number
  note?: ReactNode
  open?: boolean
  children: ReactNode
}

/** A block of a page that can be folded up. */
export function Fold({ title, count, note, open, children }: Props) {
  return (
    <details className={classes.fold} open={open}>
      <summary className={classes.summary}>
        <IconChevronRight size={16} stroke={1.8} aria-hidden="true" />
        <h2>{title}</h2>
        {count !== undefined && <span className={classes.count}>{count}</span>}
        {note && <span className={classes.note}>{note}</span>}
      </summary>
      {children}
    </details>
  )
}
