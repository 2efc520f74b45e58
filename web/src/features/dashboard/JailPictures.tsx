import type { MessageDescriptor } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { JailStatus, Summary } from '@/api/types'
import { useJailColor } from '@/ui/bans/jailColors'
import classes from './dashboard.module.css'

const states: Record<JailStatus['state'], MessageDescriptor> = {
  running: msg`running`,
  idle: msg`idle`,
  stopped: msg`stopped`,
}

const order = ['running', 'idle', 'stopped'] as const
const most = 60

interface CellsProps {
  /** undefined if there are too many to know each. */
  jails: readonly JailStatus[] | undefined
  totals: Summary['jails']
  /** The states are old. */
  stale: boolean
}

/** A cell for each jail, coloured and titled by its state; grey if the states are old. Of very many jails a cell stands for several. */
export function JailCells({ jails, totals, stale }: CellsProps) {
  const { t } = useLingui()
  const cells =
    jails && jails.length <= most
      ? jails.map(({ host, name, state }) => ({
          key: `${host} ${name}`,
          state,
          title: t`${name} on ${host}: ${t(states[state])}`,
        }))
      : order.flatMap((state) =>
          Array.from({ length: cellsOf(totals[state], totals.total) }, (_, i) => ({
            key: `${state} ${i}`,
            state,
            title: t`${t(states[state])}: ${plural(totals[state], { one: '# jail', other: '# jails' })}`,
          })),
        )
  return (
    <span className={classes.cells} data-stale={stale || undefined} aria-hidden="true">
      {cells.map(({ key, state, title }) => (
        <span key={key} data-state={state} title={title} />
      ))}
    </span>
  )
}

/** How many of the cells `n` of `total` jails have: at least one, so that a single stopped jail among thousands is seen. */
function cellsOf(n: number, total: number): number {
  const room = Math.min(total, most / 2)
  return n === 0 ? 0 : Math.max(1, Math.round((n / total) * room))
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
