import { type ReactNode, useId } from 'react'
import classes from './Card.module.css'

interface Props {
  title?: string
  /** Beside the title, at the right. */
  aside?: ReactNode
  /** Leaves the padding to the content: for tables that go from edge to edge. */
  flush?: boolean
  children: ReactNode
}

/** A block of a page: flat, one thin line around it, its title as an h2. */
export function Card({ title, aside, flush, children }: Props) {
  const id = useId()
  return (
    <section className={classes.card} data-flush={flush || undefined} aria-labelledby={title ? id : undefined}>
      {(title || aside) && (
        <div className={classes.head}>
          {title && <h2 id={id}>{title}</h2>}
          {aside && <div className={classes.aside}>{aside}</div>}
        </div>
      )}
      {children}
    </section>
  )
}
