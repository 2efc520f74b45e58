import type { ReactNode } from 'react'
import classes from './states.module.css'

interface Props {
  title: string
  /** Why it is empty and what to do. */
  children?: ReactNode
  /** Buttons, e.g. "Clear filters". */
  actions?: ReactNode
  icon?: ReactNode
}

/** Says why a block has nothing to show. */
export function EmptyState({ title, children, actions, icon }: Props) {
  return (
    <div className={classes.state}>
      {icon}
      <div className={classes.title}>{title}</div>
      {children && <div className={classes.text}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
