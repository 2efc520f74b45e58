import { type ReactNode, useEffect, useRef } from 'react'
import classes from './PageHeader.module.css'

interface Props {
  title: string
  /** The title is an address or a name to be copied: in figures of equal width. */
  mono?: boolean
  /** Right beside the title, e.g. a button that copies it. */
  beside?: ReactNode
  /** A sentence under the heading, or figures beside it. */
  note?: ReactNode
  /** Buttons at the right; on a phone a row of their own. */
  actions?: ReactNode
  /** A link back to the list that the page belongs to. */
  back?: ReactNode
}

/** The page's only h1. Sets the document's title and takes the focus after navigation, so that screen readers say where we are. */
export function PageHeader({ title, mono, beside, note, actions, back }: Props) {
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
        <div className={classes.title}>
          <h1 ref={heading} tabIndex={-1} className={mono ? classes.mono : undefined}>
            {title}
          </h1>
          {beside}
        </div>
        {note && <div className={classes.note}>{note}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  )
}
