import type { ReactNode } from 'react'
import { formatCount } from '@/lib/numbers'
import classes from './RankedBars.module.css'

export interface RankedBar {
  key: string
  label: ReactNode
  n: number
  /** Any CSS colour; orange as for all data if left out. */
  color?: string
}

interface Props {
  items: readonly RankedBar[]
  /** The one that is filtered by. */
  selected?: string
  /** Makes each bar a button, e.g. a filter. */
  onSelect?: (key: string) => void
}

/** Values by rank with bars relative to the largest: instead of pies. */
export function RankedBars({ items, selected, onSelect }: Props) {
  const most = Math.max(1, ...items.map((i) => i.n))
  return (
    <ol className={classes.list}>
      {items.map((item) => (
        <li key={item.key}>
          {onSelect ? (
            <button
              type="button"
              className={classes.item}
              aria-pressed={selected === item.key}
              onClick={() => onSelect(item.key)}
            >
              <Bar item={item} most={most} />
            </button>
          ) : (
            <div className={classes.item}>
              <Bar item={item} most={most} />
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

function Bar({ item, most }: { item: RankedBar; most: number }) {
  return (
    <>
      <span className={classes.label}>{item.label}</span>
      <span className="num">{formatCount(item.n)}</span>
      <span className={classes.track}>
        <span className={classes.fill} style={{ width: `${(item.n / most) * 100}%`, background: item.color }} />
      </span>
    </>
  )
}
