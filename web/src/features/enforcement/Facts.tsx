import type { ReactNode } from 'react'
import classes from './enforcement.module.css'

/** What there is to know at a glance, side by side. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>
}

/** A value with its name above and a few quiet words below. */
export function Fact({ name, note, children }: { name: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd className="num">{children}</dd>
      {note && <dd className={classes.factNote}>{note}</dd>}
    </div>
  )
}
