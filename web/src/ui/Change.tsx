import { useLingui } from '@lingui/react/macro'
import { IconArrowDownRight, IconArrowUpRight, IconMinus } from '@tabler/icons-react'
import { change, formatCount, formatShare } from '@/lib/numbers'
import classes from './Change.module.css'

/**
 * How a count compares with the same length of time before: an arrow with a share, and words for those who do not see it. More is not
 * worse and fewer is not better, so it has no colour.
 */
export function Change({ now, before }: { now: number; before: number }) {
  const { t } = useLingui()
  const share = change(now, before)
  if (share === undefined)
    return (
      <span className={classes.change}>
        {now > 0 ? t`new` : <IconMinus size={13} aria-hidden="true" />}
        <span className="sr"> {t`none in the period before`}</span>
      </span>
    )
  const same = Math.abs(share) < 0.005
  const Arrow = same ? IconMinus : share > 0 ? IconArrowUpRight : IconArrowDownRight
  const times = share >= 2 ? formatCount(Math.round(share + 1)) : undefined
  const size = times ? `×${times}` : formatShare(Math.abs(share))
  return (
    <span className={classes.change}>
      <Arrow size={13} stroke={2} aria-hidden="true" />
      {!same && <span aria-hidden="true">{size}</span>}
      <span className="sr">
        {same
          ? t`as many as in the period before`
          : times
            ? t`${times} times as many as in the period before`
            : share > 0
              ? t`${formatShare(share)} more than in the period before`
              : t`${formatShare(-share)} fewer than in the period before`}
      </span>
    </span>
  )
}
