import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { formatCount } from '@/lib/numbers'
import { type ClassRange, classRanges, type Limits } from '@/lib/thresholds'
import type { MapData } from './data'
import classes from './WorldMap.module.css'

interface Props {
  limits: Limits
  data: MapData
  /** The class whose countries stand out. */
  chosen: number | undefined
  onChoose: (grade: number | undefined) => void
  /** The class under the pointer, shown like a chosen one. */
  onHover: (grade: number | undefined) => void
}

/** What the colours mean. Pressing a class makes its countries stand out, pressing it again ends that. */
export function MapLegend({ limits, data, chosen, onChoose, onHover }: Props) {
  const { t } = useLingui()
  const sizes = [0, 0, 0, 0, 0, 0]
  for (const grade of data.classes.values()) sizes[grade] = (sizes[grade] ?? 0) + 1
  const words = ({ from, to }: ClassRange) => {
    if (to === undefined) return t`${formatCount(from)} or more`
    if (to === 0) return t`none`
    return from === to ? formatCount(from) : `${formatCount(from)}–${formatCount(to)}`
  }
  return (
    <div className={classes.legend}>
      <fieldset className={classes.classes}>
        <legend className="sr">{t`Bans by colour`}</legend>
        {classRanges(limits).map((range, grade) => (
          <button
            key={range.from}
            type="button"
            className={classes.class}
            aria-pressed={chosen === grade}
            onClick={() => onChoose(chosen === grade ? undefined : grade)}
            onPointerEnter={(event) => event.pointerType === 'mouse' && onHover(grade)}
            onPointerLeave={() => onHover(undefined)}
          >
            <span className={classes.swatch} data-class={grade} aria-hidden="true" />
            {words(range)}
            {grade > 0 && (
              <span className="sr">, {plural(sizes[grade] ?? 0, { one: '# country', other: '# countries' })}</span>
            )}
          </button>
        ))}
      </fieldset>
      {data.elsewhere > 0 && (
        <p className={classes.elsewhere}>
          <Trans>{formatCount(data.elsewhere)} without a place on the map</Trans>
        </p>
      )}
    </div>
  )
}
