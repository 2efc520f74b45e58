import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './BulkBar.module.css'

interface Props {
  /** How many rows are chosen; the bar is shown while it is above 0. */
  count: number
  onClear: () => void
  /** Buttons for what can be done with them. */
  children: ReactNode
}

/** At the bottom of the window while rows are chosen. */
export function BulkBar({ count, onClear, children }: Props) {
  if (count === 0) return null
  return (
    <div className={classes.bar} role="status">
      <span className={classes.count}>
        <Plural value={count} one="# selected" other="# selected" />
      </span>
      {children}
      <Button variant="subtle" size="xs" color="gray" onClick={onClear}>
        <Trans>Clear selection</Trans>
      </Button>
    </div>
  )
}
