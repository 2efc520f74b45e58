import { Trans } from '@lingui/react/macro'
import classes from './states.module.css'

const widths = ['38%', '62%', '51%', '44%', '68%']

/** Grey bars as high as the rows to come. It shows after 150 ms, so that quick answers do not flicker. */
export function Skeleton({ rows }: { rows: number }) {
  return (
    <div className={classes.skeleton} role="status">
      <span className="sr">
        <Trans>Loading</Trans>
      </span>
      {Array.from({ length: rows }, (_, i) => widths[i % widths.length]).map((width, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no identity and never move
        <span key={i} className={classes.bar} style={{ width }} />
      ))}
    </div>
  )
}
