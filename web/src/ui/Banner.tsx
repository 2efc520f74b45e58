import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './states.module.css'

/** A line across the page about something that is not as it should be. Screen readers are told when it appears. */
export function Banner({
  tone = 'warn',
  aside,
  children,
}: {
  tone?: 'warn' | 'bad'
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <div className={classes.banner} data-tone={tone} role="status">
      <IconAlertTriangle size={18} stroke={1.7} aria-hidden="true" />
      <div className={classes.words}>{children}</div>
      {aside && <div className={classes.age}>{aside}</div>}
    </div>
  )
}
