import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react'
import { type Column, layOutDays, nearestColumn } from '@/lib/banDays'
import { formatCount } from '@/lib/numbers'
import { formatBucket, timeTicks } from '@/lib/timeAxis'
import classes from './DayLine.module.css'

interface Props {
  /** Days in UTC with their bans, without the empty ones. */
  days: readonly { at: string; n: number }[]
  /** When the column begins that is chosen, in milliseconds since 1970. */
  chosen: number | undefined
  onChoose: (column: Column) => void
}

const ticks = 6

/** Bans by day on one line up to today. Pointer and arrow keys go from one day with bans to the next; a press chooses one. */
export function DayLine({ days, chosen, onChoose }: Props) {
  const { t } = useLingui()
  const id = useId()
  const line = layOutDays(days, Date.now())
  const [active, setActive] = useState<Column>()
  const [byKey, setByKey] = useState(false)
  const words = (c: Column) => `${nameOf(c)}: ${plural(c.n, { one: '# ban', other: '# bans' })}`
  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    setByKey(false)
    setActive(nearestColumn(line, (event.clientX - box.left) / box.width))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const next = nextColumn(line.columns, active, event.key)
    if (next) {
      setActive(next)
      setByKey(true)
    } else if ((event.key === 'Enter' || event.key === ' ') && active) onChoose(active)
    else return
    event.preventDefault()
  }
  const place = (index: number) => `${((index + 0.5) / line.count) * 100}%`
  return (
    <figure className={classes.root} aria-labelledby={`${id}-caption`}>
      <div
        className={classes.plot}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys of its own, as an application does
        tabIndex={0}
        aria-label={t`Bans by day`}
        aria-describedby={`${id}-caption ${id}-help`}
        onKeyDown={onKeyDown}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setActive(undefined)}
        onBlur={() => setActive(undefined)}
        onClick={() => active && onChoose(active)}
      >
        <span className={classes.top} aria-hidden="true">
          {formatCount(line.top)}
        </span>
        <svg viewBox={`0 0 ${line.count} 100`} preserveAspectRatio="none" aria-hidden="true">
          {line.columns.map((c) => (
            <rect
              key={c.index}
              data-active={c.index === active?.index || undefined}
              data-chosen={c.from === chosen || undefined}
              data-dim={(chosen !== undefined && c.from !== chosen) || undefined}
              x={c.index + 0.1}
              width={0.8}
              y={100 - (c.n / line.top) * 100}
              height={(c.n / line.top) * 100}
            />
          ))}
        </svg>
        {active && (
          <>
            <span className={classes.cursor} style={{ insetInlineStart: place(active.index) }} aria-hidden="true" />
            <span
              className={classes.tip}
              data-side={active.index > line.count / 2 ? 'before' : undefined}
              style={{ insetInlineStart: place(active.index) }}
              aria-hidden="true"
            >
              {words(active)}
            </span>
          </>
        )}
      </div>
      <div className={classes.axis} aria-hidden="true">
        {timeTicks(line.from, line.to, ticks, 'UTC').map((tick) => (
          <span key={tick.at} style={{ insetInlineStart: `${((tick.at - line.from) / (line.to - line.from)) * 100}%` }}>
            {tick.label}
          </span>
        ))}
      </div>
      <figcaption id={`${id}-caption`} className="note">
        <Caption days={days} /> {line.columnDays > 1 && <Trans>Each column is {line.columnDays} days.</Trans>}
      </figcaption>
      <span id={`${id}-help`} hidden>
        <Trans>Arrow keys go from day to day with bans; Enter lists the bans of that day.</Trans>
      </span>
      <div className="sr" aria-live="polite">
        {byKey && active && words(active)}
      </div>
    </figure>
  )
}

/** The neighbour in the direction of the key, or the last to begin with. */
function nextColumn(columns: readonly Column[], active: Column | undefined, key: string): Column | undefined {
  const at = columns.findIndex((c) => c.index === active?.index)
  if (key === 'Home') return columns[0]
  if (key === 'End') return columns.at(-1)
  if (key === 'ArrowLeft') return at < 0 ? columns.at(-1) : columns[Math.max(0, at - 1)]
  return key === 'ArrowRight' ? (columns[at + 1] ?? columns.at(-1)) : undefined
}

/** "Mon, 12 Oct", or "12 – 18 Oct"; days are those of UTC. */
export function nameOf({ from, to }: Pick<Column, 'from' | 'to'>): string {
  return formatBucket(from, to, 'UTC')
}

function Caption({ days }: { days: Props['days'] }) {
  const { t } = useLingui()
  const most = days.reduce<Props['days'][number] | undefined>(
    (best, d) => (best && best.n >= d.n ? best : d),
    undefined,
  )
  if (!most) return null
  const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(most.at))
  const on = t`Banned on ${plural(days.length, { one: '# day', other: '# days' })}`
  return most.n === 1 ? `${on}.` : t`${on}, most often on ${date}: ${formatCount(most.n)} times.`
}
