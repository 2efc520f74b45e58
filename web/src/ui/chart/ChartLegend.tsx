import { useLingui } from '@lingui/react/macro'
import type { Paint } from '@/lib/seriesPaint'
import classes from './TimeSeries.module.css'

const beforePaint: Paint = { variable: '--dim', dash: [3, 3] }

export interface LegendItem {
  key: string
  label: string
  paint: Paint
  shown: boolean
}

interface Props {
  items: readonly LegendItem[]
  /** Names the dashed line of the period before. */
  before: boolean
  /** Draws swatches as filled boxes instead of lines. */
  filled: boolean
  onToggle: (key: string) => void
}

/** The names of the series as buttons that show and hide them. */
export function ChartLegend({ items, before, filled, onToggle }: Props) {
  const { t } = useLingui()
  return (
    <fieldset className={classes.legend}>
      <legend className="sr">{t`Shown series`}</legend>
      {items.map(({ key, label, paint, shown }) => (
        <button key={key} type="button" className={classes.item} aria-pressed={shown} onClick={() => onToggle(key)}>
          <Swatch paint={paint} filled={filled} />
          {label}
        </button>
      ))}
      {before && (
        <span className={classes.item} data-plain>
          <Swatch paint={beforePaint} filled={false} />
          {t`Period before`}
        </span>
      )}
    </fieldset>
  )
}

/** A short piece of the line, or of the area. */
export function Swatch({ paint, filled }: { paint: Paint; filled: boolean }) {
  const color = `var(${paint.variable})`
  return (
    <svg
      className={classes.swatch}
      viewBox={filled ? '4 0 14 10' : '0 0 22 10'}
      width={filled ? 14 : 22}
      height={10}
      aria-hidden="true"
    >
      {filled ? (
        <rect x={4} y={0} width={14} height={10} rx={3} fill={color} />
      ) : (
        <line
          x1={0}
          x2={22}
          y1={5}
          y2={5}
          stroke={color}
          strokeWidth={paint === beforePaint ? 1.5 : 2.25}
          strokeDasharray={paint.dash.join(' ')}
        />
      )}
    </svg>
  )
}
