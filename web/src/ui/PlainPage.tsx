import type { ReactNode } from 'react'
import { Brand } from './Brand'
import classes from './PlainPage.module.css'

/** A page without the shell, its card in the middle: set-up and sign-in. */
export function PlainPage({ wide, children }: { wide?: boolean; children: ReactNode }) {
  return (
    <main className={classes.page} data-wide={wide || undefined}>
      <Brand />
      <div className={classes.card}>{children}</div>
    </main>
  )
}
