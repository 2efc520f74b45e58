import { useLingui } from '@lingui/react/macro'
import { formatCount } from '@/lib/numbers'
import classes from './RepeatBadge.module.css'

/** From so many bans on an address stands out. */
const many = 5
/** The server counts no further. */
const most = 100

/** How many bans of the address the history has, if it is more than one. */
export function RepeatBadge({ n }: { n: number }) {
  const { t } = useLingui()
  if (n < 2) return null
  const words = n >= most ? t`${formatCount(most)} bans or more of this address` : t`${n} bans of this address`
  return (
    <span className={classes.badge} data-many={n >= many || undefined} title={words} role="img" aria-label={words}>
      {n >= most ? `×${most}+` : `×${n}`}
    </span>
  )
}
