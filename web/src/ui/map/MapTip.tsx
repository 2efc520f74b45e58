import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { formatCount, formatShare } from '@/lib/numbers'
import type { MapData } from './data'
import classes from './WorldMap.module.css'

/** A country that is pointed at, and where, in pixels from the left and top of the map. */
export interface Pointed {
  code: string
  x: number
  y: number
}

interface Props {
  at: Pointed
  width: number
  name: string
  data: MapData
}

/** Name, count and share beside the pointer. What it says is also in the live region, so it is not read itself. */
export function MapTip({ at, width, name, data }: Props) {
  const { t } = useLingui()
  const n = data.counts.get(at.code) ?? 0
  const count = formatCount(n)
  const rank = data.ranked.indexOf(at.code) + 1
  const right = at.x > width / 2
  const style = right ? { right: width - at.x + 14, top: at.y } : { left: at.x + 14, top: at.y }
  return (
    <div className={classes.tip} style={style} data-below={at.y < 70 || undefined} aria-hidden="true">
      <strong>
        <span className={classes.swatch} data-class={data.classes.get(at.code) ?? 0} />
        {name}
      </strong>
      {n === 0 ? (
        <span>{t`no bans`}</span>
      ) : (
        <span>
          {t`${count} ${plural(n, { one: 'ban', other: 'bans' })}, ${formatShare(n / Math.max(1, data.total))}`}
          <span className={classes.rank}>{t`${rank} of ${data.ranked.length}`}</span>
        </span>
      )}
    </div>
  )
}
