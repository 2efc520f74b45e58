import type { Paint } from '@/lib/seriesPaint'
import { Swatch } from './ChartLegend'
import classes from './TimeSeries.module.css'

export interface TipRow {
  key: string
  label: string
  value: number
  /** Left out for sums and the period before. */
  paint?: Paint
}

interface Props {
  title: string
  rows: readonly TipRow[]
  filled: boolean
  format: (n: number) => string
  /** In pixels from the left of the chart, which is `width` wide. */
  left: number
  width: number
}

/** What the bucket under the cursor holds. The live region says the same to those who do not see it. */
export function ChartTip({ title, rows, filled, format, left, width }: Props) {
  const style = left > width / 2 ? { right: width - left + 12 } : { left: left + 12 }
  return (
    <div className={classes.tip} style={style} aria-hidden="true">
      <div className={classes.tipTitle}>{title}</div>
      {rows.map(({ key, label, value, paint }) => (
        <div key={key} className={classes.tipRow} data-sum={paint ? undefined : true}>
          <span>
            {paint && <Swatch paint={paint} filled={filled} />}
            {label}
          </span>
          <b>{format(value)}</b>
        </div>
      ))}
    </div>
  )
}
