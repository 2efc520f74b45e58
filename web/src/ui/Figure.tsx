import type { ReactNode } from 'react'
import { formatCount } from '@/lib/numbers'
import { Change } from './Change'
import { Estimated } from './Estimated'
import classes from './Figure.module.css'
import { Sparkline } from './Sparkline'

interface Props {
  label: string
  /** undefined while loading; null if it is not counted. */
  value: number | null | undefined
  /** It comes from a sample. */
  estimated?: boolean
  /** A line under the figure. */
  note?: ReactNode
  /** The value of the same length of time before, shown as a change beside the figure; null if that is not known. */
  before?: number | null
  /** Values of a small line at the right; nothing is drawn for fewer than two. */
  series?: readonly number[]
  /** Drawn instead of the line. */
  picture?: ReactNode
}

/** A large number with what it means. It has the same height while loading. Wrap it in a Link to make the whole card one. */
export function Figure({ label, value, estimated, note, before, series, picture }: Props) {
  return (
    <div className={classes.figure} aria-busy={value === undefined}>
      <div className={classes.label}>{label}</div>
      <div className={classes.row}>
        <div className={classes.value}>
          {value === undefined ? (
            <span className={classes.wait} />
          ) : value === null ? (
            '–'
          ) : (
            <>
              {estimated && <Estimated />}
              {formatCount(value)}
            </>
          )}
          {typeof value === 'number' && before !== undefined && before !== null && (
            <span className={classes.change}>
              <Change now={value} before={before} />
            </span>
          )}
        </div>
        {picture ?? (series && <Sparkline values={series} />)}
      </div>
      <div className={classes.note}>{note ?? ' '}</div>
    </div>
  )
}
