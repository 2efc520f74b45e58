import { sparklinePath } from '@/lib/sparkline'
import classes from './Sparkline.module.css'

interface Props {
  values: readonly number[]
  /** In pixels, without the thickness of the line. */
  width?: number
  height?: number
  /** Any CSS colour. */
  color?: string
}

/** A small line without axes: decoration for a number that stands beside it, so hidden from screen readers. */
export function Sparkline({ values, width = 96, height = 26, color }: Props) {
  return (
    <svg
      className={classes.line}
      viewBox={`0 -2 ${width} ${height + 4}`}
      width={width}
      height={height + 4}
      aria-hidden="true"
    >
      <path d={sparklinePath(values, width, height)} style={{ stroke: color }} />
    </svg>
  )
}
