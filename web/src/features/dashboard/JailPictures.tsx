import type { MessageDescriptor } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { JailStatus } from '@/api/types'
import { useJailColor } from '@/ui/bans/jailColors'
import classes from './dashboard.module.css'

const states: Record<JailStatus['state'], MessageDescriptor> = {
  running: msg`running`,
  idle: msg`idle`,
  stopped: msg`stopped`,
}

const most = 60

/** A cell for each jail, coloured and titled by its state; grey if the states are old. */
export function JailCells({ jails, stale }: { jails: readonly JailStatus[]; stale: boolean }) {
  const { t } = useLingui()
  return (
    <span className={classes.cells} data-stale={stale || undefined} aria-hidden="true">
      {jails.slice(0, most).map((jail) => (
        <span
          key={`${jail.host} ${jail.name}`}
          data-state={jail.state}
          title={t`${jail.name} on ${jail.host}: ${t(states[jail.state])}`}
        />
      ))}
    </span>
  )
}

/** How the bans in force are shared out among jails, as a bar in their colours. */
export function JailShares({ jails }: { jails: readonly JailStatus[] }) {
  const { t } = useLingui()
  const color = useJailColor()
  const busy = jails.filter((jail) => jail.banned_now > 0).sort((a, b) => b.banned_now - a.banned_now)
  return (
    <span className={classes.shares} aria-hidden="true">
      {busy.map((jail) => (
        <span
          key={`${jail.host} ${jail.name}`}
          style={{ flexGrow: jail.banned_now, background: color(jail.name) }}
          title={t`${jail.name}: ${plural(jail.banned_now, { one: '# ban', other: '# bans' })}`}
        />
      ))}
    </span>
  )
}
