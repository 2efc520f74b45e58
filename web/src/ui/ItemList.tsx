import type { ReactNode } from 'react'
import classes from './ItemList.module.css'

/** What a table becomes on a phone: one item of two lines for each row. */
export function ItemList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={classes.list} aria-label={label}>
      {children}
    </ul>
  )
}

interface ItemProps {
  /** First line, left and right. */
  head: ReactNode
  aside?: ReactNode
  /** Second line. */
  detail: ReactNode
  /** Opens the rest; makes the item a button. */
  onOpen?: () => void
}

/** An item of an ItemList. */
export function Item({ head, aside, detail, onOpen }: ItemProps) {
  const lines = (
    <>
      <span className={classes.head}>{head}</span>
      <span className={classes.aside}>{aside}</span>
      <span className={classes.detail}>{detail}</span>
    </>
  )
  return (
    <li>
      {onOpen ? (
        <button type="button" className={classes.item} onClick={onOpen}>
          {lines}
        </button>
      ) : (
        <div className={classes.item}>{lines}</div>
      )}
    </li>
  )
}
