import { useLingui } from '@lingui/react/macro'
import { change, formatCount, formatShare } from '@/lib/numbers'
import classes from './Change.module.css'

/**
 * How a count compares with the same length of time before: an arrow with a share, and words for those who do not see it. More is not
 * worse and fewer is not better, so it has no colour.
 */
export function Change({ now, before }: { now: number; before: number }) {
  const { t } = useLingui()
  const share = change(now, before)
  const say = (words: string, short: string, way: 'up' | 'down' | 'same' | 'new') => (
    <span className={classes.change} data-way={way} role="img" aria-label={words} title={words}>
      {short}
    </span>
  )
  if (share === undefined) return say(t`none in the period before`, now > 0 ? t`new` : '', now > 0 ? 'new' : 'same')
  if (Math.abs(share) < 0.005) return say(t`as many as in the period before`, '', 'same')
  if (share >= 2) {
    const times = formatCount(Math.round(share + 1))
    return say(t`${times} times as many as in the period before`, `×${times}`, 'up')
  }
  return share > 0
    ? say(t`${formatShare(share)} more than in the period before`, formatShare(share), 'up')
    : say(t`${formatShare(-share)} fewer than in the period before`, formatShare(-share), 'down')
}
