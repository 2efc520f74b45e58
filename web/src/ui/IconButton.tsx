import type { ComponentProps } from 'react'
import classes from './IconButton.module.css'

/** A button that is an icon alone; it needs an `aria-label`. What is given goes to the element, as a menu's target needs. */
export function IconButton({ className, ...rest }: ComponentProps<'button'> & { 'aria-label': string }) {
  return <button type="button" {...rest} className={className ? `${classes.button} ${className}` : classes.button} />
}
