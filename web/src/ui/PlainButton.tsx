import type { ComponentProps, ReactNode } from 'react'
import classes from './PlainButton.module.css'

interface Props extends ComponentProps<'button'> {
  /** The one that stands out of a page. */
  primary?: boolean
  icon?: ReactNode
}

/** A button that never has to show that it waits: it looks like Mantine's, which comes with the pages that need more of it. */
export function PlainButton({ primary, icon, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={className ? `${classes.button} ${className}` : classes.button}
      data-primary={primary || undefined}
    >
      {icon}
      {children}
    </button>
  )
}
