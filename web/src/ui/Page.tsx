import type { ReactNode } from 'react'
import classes from './Page.module.css'

/** Stacks the blocks of a page with the usual gaps. */
export function Page({ children }: { children: ReactNode }) {
  return <div className={classes.page}>{children}</div>
}

/** Blocks side by side where there is room: `even` makes equal columns, `wide` gives the first two thirds. */
export function Columns({ layout, children }: { layout: 'even' | 'wide' | 'four'; children: ReactNode }) {
  return <div className={`${classes.columns} ${classes[layout]}`}>{children}</div>
}
