import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import classes from './DiffView.module.css'

interface Props {
  /** Of the file that it is about. */
  name: ReactNode
  /** A unified diff; empty if the texts are the same. */
  diff: string
  added: number
  removed: number
  /** Buttons at the right of the name. */
  actions?: ReactNode
}

/** How one text comes from another, line by line. Colours are not all that tells lines apart: each has its mark. */
export function DiffView({ name, diff, added, removed, actions }: Props) {
  const { t } = useLingui()
  const lines = diff.split('\n').slice(2)
  if (lines.at(-1) === '') lines.pop()
  return (
    <section className={classes.root}>
      <div className={classes.head}>
        <span className={classes.name}>{name}</span>
        <span className={classes.counts}>
          <span className={classes.plus} title={t`${added} lines added`}>
            +{added}
          </span>{' '}
          <span className={classes.minus} title={t`${removed} lines removed`}>
            −{removed}
          </span>
        </span>
        {actions && <span className={classes.actions}>{actions}</span>}
      </div>
      {lines.length === 0 ? (
        <p className={classes.none}>
          <Trans>No difference in the text.</Trans>
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
        <pre className={classes.text} tabIndex={0}>
          {lines.map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one diff have no other identity
            <span key={i} className={classes.line} data-kind={kindOf(line)}>
              {line === '' ? ' ' : line}
              {'\n'}
            </span>
          ))}
        </pre>
      )}
    </section>
  )
}

function kindOf(line: string): string | undefined {
  switch (line[0]) {
    case '+':
      return 'added'
    case '-':
      return 'removed'
    case '@':
      return 'place'
    default:
      return undefined
  }
}
