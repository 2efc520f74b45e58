import type { ReactNode } from 'react'
import classes from './StatusDot.module.css'

export type Tone = 'ok' | 'warn' | 'bad' | 'idle'

/** A state as a coloured dot and always with words; the shape differs too, for those who do not see the colour. */
export function StatusDot({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.status}>
      <span className={classes.dot} data-tone={tone} aria-hidden="true" />
      <span>{children}</span>
    </span>
  )
}
