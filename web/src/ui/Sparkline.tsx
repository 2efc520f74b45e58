import { sparklinePath } from '@/lib/sparkline'
import classes from './Sparkline.module.css'

const width = 96
const height = 26

/** A small line without axes: decoration for a number that stands beside it, so hidden from screen readers. */
export function Sparkline({ values }: { values: readonly number[] }) {
  return (
    <svg
      className={classes.line}
      viewBox={`0 -2 ${width} ${height + 4}`}
      width={width}
      height={height + 4}
      aria-hidden="true"
    >
      <path d={sparklinePath(values, width, height)} />
    </svg>
  )
}
