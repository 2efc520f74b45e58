import { useLingui } from '@lingui/react/macro'
import classes from './TimeSeries.module.css'

/** As high as a TimeSeries with one line of legend, while its data is on the way. */
export function ChartSkeleton({ height = 260 }: { height?: number }) {
  const { t } = useLingui()
  return (
    <div className={classes.root} role="status" aria-label={t`Loading`}>
      <div className={classes.waitLine} />
      <div className={classes.wait} style={{ height }} />
      <div className={classes.waitLine} />
    </div>
  )
}
