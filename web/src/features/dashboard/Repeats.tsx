import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import classes from './dashboard.module.css'

/** The server counts no further. */
const most = 100

/** How many bans of an address the history has, if it is more than one. */
export function Repeats({ n }: { n: number }) {
  const { t } = useLingui()
  if (n < 2) return null
  const words =
    n < most
      ? plural(n, { one: '# ban of this address', other: '# bans of this address' })
      : t`${most} bans or more of this address`
  return (
    <span className={classes.repeats} title={words} role="img" aria-label={words}>
      {n < most ? `×${n}` : `×${most}+`}
    </span>
  )
}
