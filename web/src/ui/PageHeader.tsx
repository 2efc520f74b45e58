import { type ReactNode, useEffect, useRef } from 'react'
import classes from './PageHeader.module.css'

interface Props {
  title: string
  /** A sentence under the heading, or figures beside it. */
  note?: ReactNode
  /** Buttons at the right; on a phone a row of their own. */
  actions?: ReactNode
  /** A link back to the list that the page belongs to. */
  back?: ReactNode
}

/** The page's only h1. Sets the document's title and takes the focus after navigation, so that screen readers say where we are. */
export function PageHeader({ title, note, actions, back }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · BanGUI`
  }, [title])
  useEffect(() => {
    if (document.documentElement.dataset['navigated'] === 'true') heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <header className={classes.root}>
      <div className={classes.words}>
        {back}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {note && <div className={classes.note}>{note}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  )
}
