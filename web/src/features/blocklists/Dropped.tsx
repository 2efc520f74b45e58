import { Plural, Trans } from '@lingui/react/macro'
import { IconChevronRight } from '@tabler/icons-react'
import type { ListDropped } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import classes from './blocklists.module.css'

/** What was left out of a list, by reason, each with some of its lines. */
export function Dropped({ dropped }: { dropped: readonly ListDropped[] }) {
  if (dropped.length === 0)
    return (
      <p className="dim">
        <Trans>Nothing was left out.</Trans>
      </p>
    )
  return (
    <div className={classes.dropped}>
      {dropped.map(({ reason, title, lines, samples }) => (
        <details key={reason}>
          <summary>
            <IconChevronRight size={14} stroke={1.8} aria-hidden="true" />
            <span className={classes.reason}>{title}</span>
            <span className="num dim">
              <Plural value={lines} one="# line" other="# lines" />
            </span>
          </summary>
          <dl className={classes.lines}>
            {samples.map(({ line, text }) => (
              <Sample key={line} line={line} text={text} />
            ))}
          </dl>
        </details>
      ))}
    </div>
  )
}

function Sample({ line, text }: { line: number; text: string }) {
  return (
    <>
      <dt>{formatCount(line)}</dt>
      <dd>{text}</dd>
    </>
  )
}
