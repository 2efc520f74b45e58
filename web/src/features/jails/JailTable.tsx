import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { JailStatus } from '@/api/types'
import { formatCompact, formatCount } from '@/lib/numbers'
import { moveInList } from '@/ui/moveInList'
import { useClock } from '@/ui/zone'
import { JailMenu } from './JailMenu'
import { JailSwitch } from './JailSwitch'
import classes from './JailTable.module.css'
import type { JailKey } from './queries'
import { StateDot } from './StateDot'
import type { HostJails } from './useHostJails'
import { useJailState } from './useJailControl'

interface Props {
  hosts: readonly HostJails[]
  current?: JailKey
}

/** All jails with counters and switch; each row leads to its jail. Hosts have a heading if there is more than one. */
export function JailTable({ hosts, current }: Props) {
  const { t } = useLingui()
  const most = Math.max(1, ...hosts.flatMap((h) => h.jails.map((j) => j.bans_24h)))
  return (
    <table className={classes.table} aria-label={t`Jails`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Jail</Trans>
          </th>
          <th scope="col" className={classes.num} title={t`Failed attempts now, and since the jail was started`}>
            <Trans>Failed</Trans>
          </th>
          <th scope="col" className={classes.num} title={t`Banned now, and since the jail was started`}>
            <Trans>Banned</Trans>
          </th>
          <th scope="col" className={classes.num} title={t`Bans in the last 24 hours`}>
            <Trans>24 h</Trans>
          </th>
          <th scope="col" className={classes.controls}>
            <span className="sr">
              <Trans>Controls</Trans>
            </span>
          </th>
        </tr>
      </thead>
      {hosts.map((host) => (
        <tbody key={host.name} className={host.reachable ? undefined : classes.old}>
          {(hosts.length > 1 || !host.reachable) && <HostRow host={host} />}
          {host.jails.map((jail) => (
            <Row
              key={jail.name}
              jail={jail}
              most={most}
              reachable={host.reachable}
              current={current?.host === jail.host && current.jail === jail.name}
            />
          ))}
        </tbody>
      ))}
    </table>
  )
}

function HostRow({ host }: { host: HostJails }) {
  return (
    <tr className={classes.host}>
      <th scope="rowgroup" colSpan={5}>
        {host.name} {!host.reachable && host.asOf && <StaleNote asOf={host.asOf} />}
      </th>
    </tr>
  )
}

function StaleNote({ asOf }: { asOf: string }) {
  const clock = useClock()(asOf)
  return (
    <span className={classes.stale}>
      · <Trans>as of {clock}</Trans>
    </span>
  )
}

interface RowProps {
  jail: JailStatus
  most: number
  reachable: boolean
  current: boolean
}

function Row({ jail, most, reachable, current }: RowProps) {
  const state = useJailState(jail)
  return (
    <tr className={classes.row} data-current={current || undefined}>
      <td>
        <Link
          to="/jails/$host/$jail"
          params={{ host: jail.host, jail: jail.name }}
          search={({ tab, list, only }) => ({ tab, list, only })}
          onKeyDown={moveInList}
          className={classes.name}
          aria-current={current ? 'page' : undefined}
          data-jail
        >
          {jail.name}
        </Link>
        <div className={classes.sub}>
          <StateDot state={state} />
        </div>
      </td>
      <Counter now={jail.failed_now} total={jail.failed_total} />
      <Counter now={jail.banned_now} total={jail.banned_total} />
      <td className={classes.num} title={formatCount(jail.bans_24h)}>
        {formatCompact(jail.bans_24h)}
        <span className={classes.bar}>
          {jail.bans_24h > 0 && <span className={classes.fill} style={{ width: `${(jail.bans_24h / most) * 100}%` }} />}
        </span>
      </td>
      <td className={classes.controls}>
        <span className={classes.pair}>
          <JailSwitch jail={jail} reachable={reachable} />
          <span className={classes.menu}>
            <JailMenu jail={jail} reachable={reachable} />
          </span>
        </span>
      </td>
    </tr>
  )
}

function Counter({ now, total }: { now: number; total: number }) {
  const all = formatCompact(total)
  return (
    <td className={classes.num} title={`${formatCount(now)} / ${formatCount(total)}`}>
      {formatCompact(now)}
      <div className={classes.sub}>
        <Trans>of {all}</Trans>
      </div>
    </td>
  )
}
