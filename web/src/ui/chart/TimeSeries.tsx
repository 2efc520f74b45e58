import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { IconChartLine, IconTable } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { formatCount } from '@/lib/numbers'
import { otherPaint, type Paint, paints } from '@/lib/seriesPaint'
import { sum } from '@/lib/stack'
import { recall, remember } from '@/lib/storage'
import { bucketEnd } from '@/lib/timeAxis'
import { ChartLegend } from './ChartLegend'
import { ChartTable } from './ChartTable'
import { ChartTip, type TipRow } from './ChartTip'
import type { PlotInput, PlotMode } from './plot'
import classes from './TimeSeries.module.css'
import { type Counted, useChartWords } from './useChartWords'
import { useCursor } from './useCursor'
import { usePlot } from './usePlot'

/** One line, or one layer of the stack. */
export interface Series {
  key: string
  label: string
  /** One for each bucket; a bucket without any is 0. */
  values: readonly number[]
  /** By order if left out. */
  paint?: Paint
  /** The sum of all that has no series of its own: drawn in a neutral colour. */
  other?: boolean
}

interface Props {
  /** What is counted, for those who do not see the card's title, e.g. "Bans by jail". */
  label: string
  /** When the buckets begin, in milliseconds since 1970. */
  buckets: readonly number[]
  bucketSeconds: number
  series: readonly Series[]
  /** The totals of the same length of time before; empty if they are not known. */
  before?: readonly number[]
  /** The browser's own if left out. */
  timeZone?: string
  height?: number
  /** Called with the range that was drawn over, in milliseconds; the end is not included. Without it nothing can be drawn over. */
  onZoom?: (from: number, to: number) => void
  /** Charts with the same key share their crosshair. */
  syncKey?: string
  /** Beside the buttons above the chart. */
  aside?: ReactNode
  /** What is counted; bans if left out. */
  counted?: Counted
}

const stackedKey = 'bangui.chart.stacked'

/** From this length on buckets are bars when they are stacked: a day is a thing, three hours are a point of a curve. */
const barSeconds = 86_400

/**
 * Counts over time: stacked or as lines, by pointer and by keyboard, and as a table. It has its full height from the start; the part
 * that draws is fetched beside it.
 */
export function TimeSeries({
  label,
  buckets,
  bucketSeconds,
  series,
  before: given,
  timeZone,
  height = 260,
  onZoom,
  syncKey,
  aside,
  counted,
}: Props) {
  const { t } = useLingui()
  const id = useId()
  const place = useRef<HTMLDivElement>(null)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [asTable, setAsTable] = useState(false)
  const [stacked, setStacked] = useState(() => recall(stackedKey) !== 'off')
  const many = series.length > 1
  const before = given && given.length > 0 ? given : undefined
  const mode: PlotMode = many && !stacked ? 'lines' : bucketSeconds >= barSeconds ? 'bars' : 'areas'
  const bucketMs = bucketSeconds * 1000

  const painted = useMemo(
    () => series.map((s, i) => ({ ...s, paint: s.paint ?? (s.other ? otherPaint : (paints[i] ?? otherPaint)) })),
    [series],
  )
  const shown = useMemo(() => painted.filter((s) => !hidden.has(s.key)), [painted, hidden])
  // The period before is known as a total only, so it is drawn where the total is.
  const total = shown.length === series.length && (!many || mode !== 'lines') ? before : undefined
  const input = useMemo<PlotInput>(
    () => ({ buckets, bucketMs, series: shown, mode, before: total, timeZone, height, format: counted?.short }),
    [buckets, bucketMs, shown, mode, total, timeZone, height, counted],
  )

  const words = useChartWords({ buckets, bucketMs, series: painted, before, timeZone, counted })
  const zoom = (first: number, last: number) => {
    const from = buckets[first]
    if (from !== undefined) onZoom?.(from, bucketEnd({ buckets, bucketMs }, last))
  }
  const cursor = useCursor({ count: buckets.length, onZoom: onZoom && zoom })
  const { plot, failed } = usePlot(
    place,
    input,
    { onCursor: cursor.follow, onSelect: (first, last) => onZoom && zoom(first, last) },
    syncKey,
  )
  const keyed = useRef(false)
  const { first, last } = cursor.range ?? {}
  useEffect(() => {
    if (cursor.byKey) {
      plot.current?.moveTo(cursor.index)
      plot.current?.mark(first !== undefined && last !== undefined ? { first, last } : undefined)
    } else if (keyed.current) plot.current?.mark(undefined)
    keyed.current = cursor.byKey
  }, [plot, cursor.byKey, cursor.index, first, last])

  const tableShown = asTable || failed
  const format = counted?.short ?? formatCount
  const rows = (index: number): TipRow[] => [
    ...shown.map(({ key, label, paint, values }) => ({ key, label, paint, value: values[index] ?? 0 })),
    ...(shown.length > 1
      ? [{ key: ' total', label: t`Total`, value: sum(shown.map((s) => s.values[index] ?? 0)) }]
      : []),
    ...(total ? [{ key: ' before', label: t`Period before`, value: total[index] ?? 0 }] : []),
  ]
  const spoken = (index: number) => {
    const values = rows(index).map((row) => `${row.label} ${format(row.value)}`)
    const range = cursor.range
    if (!range || range.first === range.last) return `${words.bucket(index)}: ${values.join(', ')}`
    const n = range.last - range.first + 1
    return t`${words.bucket(range.first)} to ${words.bucket(range.last)}: ${plural(n, { one: '# bucket', other: '# buckets' })} chosen, Enter zooms in`
  }
  const said = useDebounced(cursor.byKey && cursor.index !== undefined ? spoken(cursor.index) : '')

  return (
    <figure className={classes.root} aria-labelledby={`${id}-caption`}>
      {(many || total) && !tableShown && (
        <ChartLegend
          before={total !== undefined}
          items={(many ? painted : []).map(({ key, label, paint }) => ({
            key,
            label,
            paint,
            shown: !hidden.has(key),
          }))}
          filled={mode !== 'lines'}
          onToggle={(key) => setHidden((old) => toggled(old, key))}
        />
      )}
      {tableShown ? (
        <ChartTable
          label={label}
          times={buckets.map((at, i) => ({ at, words: words.bucket(i) }))}
          series={series}
          before={before}
          height={height}
          format={format}
        />
      ) : (
        <div
          ref={place}
          className={classes.plot}
          style={{ height }}
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys of its own, as an application does
          tabIndex={0}
          aria-label={label}
          aria-describedby={`${id}-caption ${id}-help`}
          data-zooms={onZoom ? true : undefined}
          {...cursor.handlers}
        >
          {cursor.index !== undefined && cursor.near && (
            <ChartTip
              title={words.bucket(cursor.index)}
              rows={rows(cursor.index)}
              filled={mode !== 'lines'}
              format={format}
              left={cursor.left ?? 0}
              width={place.current?.clientWidth ?? 0}
            />
          )}
        </div>
      )}
      <span id={`${id}-help`} hidden>
        {onZoom
          ? t`Left and right arrow keys move from bucket to bucket; with Shift they choose a range, and Enter zooms in to it.`
          : t`Left and right arrow keys move from bucket to bucket.`}
      </span>
      <div className={classes.foot}>
        <figcaption id={`${id}-caption`} className={classes.caption}>
          {words.caption}
        </figcaption>
        <div className={classes.actions}>
          {aside}
          {many && !tableShown && (
            <button
              type="button"
              className={classes.action}
              aria-pressed={stacked}
              onClick={() => {
                remember(stackedKey, stacked ? 'off' : 'on')
                setStacked(!stacked)
              }}
            >
              {t`Stacked`}
            </button>
          )}
          {!failed && (
            <button type="button" className={classes.action} onClick={() => setAsTable(!asTable)}>
              {asTable ? (
                <IconChartLine size={15} stroke={1.7} aria-hidden="true" />
              ) : (
                <IconTable size={15} stroke={1.7} aria-hidden="true" />
              )}
              {asTable ? t`Show as chart` : t`Show as table`}
            </button>
          )}
        </div>
      </div>
      <div className="sr" aria-live="polite">
        {said}
      </div>
    </figure>
  )
}

function toggled(old: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(old)
  if (!next.delete(key)) next.add(key)
  return next
}

const quietMs = 300

/** The text, once it has stood still for a while: a key that is held down does not make a screen reader stutter. */
function useDebounced(text: string): string {
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), quietMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
