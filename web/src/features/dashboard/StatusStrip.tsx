import { plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { hostsQuery } from '@/api/queries'
import type { Summary } from '@/api/types'
import { RelativeTime } from '@/ui/RelativeTime'
import { StatusDot } from '@/ui/StatusDot'
import classes from './dashboard.module.css'

/** One line about the state of everything: hosts, version, jails that do not work, the newest ban. */
export function StatusStrip({ summary }: { summary: Summary | undefined }) {
  if (!summary) return <div className={classes.strip} aria-busy="true" />
  const { jails, versions, last_ban_at } = summary
  return (
    <div className={classes.strip}>
      <HostsState hosts={summary.hosts} />
      {versions.length > 0 && (
        <span>
          fail2ban <b>{versions.join(', ')}</b>
        </span>
      )}
      {jails.idle > 0 && (
        <StatusDot tone="warn">
          <b>
            <Plural value={jails.idle} one="# jail idle" other="# jails idle" />
          </b>
        </StatusDot>
      )}
      {jails.stopped > 0 && (
        <StatusDot tone="bad">
          <b>
            <Plural value={jails.stopped} one="# jail stopped" other="# jails stopped" />
          </b>
        </StatusDot>
      )}
      {last_ban_at && (
        <span>
          <Trans>
            Last ban{' '}
            <b>
              <RelativeTime at={last_ban_at} />
            </b>
          </Trans>
        </span>
      )}
    </div>
  )
}

function HostsState({ hosts: { total, reachable } }: { hosts: Summary['hosts'] }) {
  const { t } = useLingui()
  const { data } = useQuery(hostsQuery)
  const only = total === 1 ? data?.items[0]?.name : undefined
  const words = only
    ? reachable === 1
      ? t`${only} is reachable`
      : t`${only} is unreachable`
    : reachable === total
      ? t`All ${plural(total, { one: '# host', other: '# hosts' })} reachable`
      : t`${reachable} of ${plural(total, { one: '# host', other: '# hosts' })} reachable`
  return (
    <StatusDot tone={total === 0 ? 'idle' : reachable === total ? 'ok' : 'bad'}>
      {total === 0 ? t`No hosts` : words}
    </StatusDot>
  )
}
