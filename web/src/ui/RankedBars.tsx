import { Trans, useLingui } from '@lingui/react/macro'
import { Link, type LinkProps } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { formatCount, formatShare } from '@/lib/numbers'
import { Change } from './Change'
import { EmptyState } from './EmptyState'
import classes from './RankedBars.module.css'
import { Skeleton } from './Skeleton'
import { Sparkline } from './Sparkline'

export interface RankedBar {
  key: string
  label: ReactNode
  n: number
  /** Of all, 0 to 1; also of what is not in the list. */
  share?: number
  /** The count of the same length of time before; null if that is not known. */
  before?: number | null
  /** Counts over time, for a small line. */
  values?: readonly number[]
  /** Any CSS colour; orange as for all data if left out. */
  color?: string
}

interface Props {
  /** Most first; undefined while loading. */
  items: readonly RankedBar[] | undefined
  /** The one that is filtered by. */
  selected?: string
  /** Makes each bar a button, e.g. a filter. */
  onSelect?: (key: string) => void
  /** Makes each bar a link instead. */
  linkTo?: (key: string) => LinkProps
  /** How many are shown before "Show all". */
  most?: number
  /** Shown if there are none; a short sentence if left out. */
  empty?: ReactNode
}

/** Values by rank with bars relative to the largest: instead of pies. */
export function RankedBars({ items, selected, onSelect, linkTo, most = 8, empty }: Props) {
  const { t } = useLingui()
  const [all, setAll] = useState(false)
  if (!items) return <Skeleton rows={most} />
  if (items.length === 0) return empty ?? <EmptyState title={t`No bans in this range`} />
  const top = Math.max(1, ...items.map((i) => i.n))
  const compared = items.some((i) => i.before !== undefined && i.before !== null)
  // What is filtered by stays in sight, wherever it stands.
  const shown = all ? items : items.filter((item, i) => i < most || item.key === selected)
  return (
    <>
      <ol className={classes.list} data-selected={selected !== undefined || undefined}>
        {shown.map((item) => {
          const words = <Words item={item} compared={compared} />
          const chosen = selected === item.key
          const bar = { '--share': item.n / top, '--color': item.color } as object
          return (
            <li key={item.key}>
              {linkTo ? (
                <Link className={classes.item} style={bar} aria-current={chosen || undefined} {...linkTo(item.key)}>
                  {words}
                </Link>
              ) : onSelect ? (
                <button
                  type="button"
                  className={classes.item}
                  style={bar}
                  aria-pressed={chosen}
                  onClick={() => onSelect(item.key)}
                >
                  {words}
                </button>
              ) : (
                <div className={classes.item} style={bar}>
                  {words}
                </div>
              )}
            </li>
          )
        })}
      </ol>
      {items.length > most && (
        <button type="button" className={classes.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? <Trans>Show fewer</Trans> : <Trans>Show all {formatCount(items.length)}</Trans>}
        </button>
      )}
    </>
  )
}

/** What stands above a bar; the bar itself is drawn by the style. */
function Words({ item, compared }: { item: RankedBar; compared: boolean }) {
  const { n, share, before, values, color } = item
  return (
    <>
      <span className={classes.label}>{item.label}</span>
      {values && values.length > 1 && <Sparkline values={values} width={56} height={14} color={color} />}
      <span className={classes.figures}>
        <span className={classes.count}>{formatCount(n)}</span>
        {share !== undefined && <span className={classes.share}>{formatShare(share)}</span>}
        {compared && (before === undefined || before === null ? <span /> : <Change now={n} before={before} />)}
      </span>
    </>
  )
}
