import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { JailStatus, Summary } from '@/api/types'
import type { Range } from '@/lib/ranges'
import { rangeOf } from '@/lib/statsFilter'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { Figure } from '@/ui/Figure'
import { Columns } from '@/ui/Page'
import { comparison, rangeNames } from '@/ui/rangeWords'
import { useClock } from '@/ui/zone'
import classes from './dashboard.module.css'
import { JailCells, JailShares } from './JailPictures'
import { historyLink } from './links'
import type { Scope } from './search'

interface Props {
  scope: Scope
  query: UseQueryResult<Summary>
  /** undefined if there are too many to be shown one by one. */
  jails: readonly JailStatus[] | undefined
  /** Since when what fail2ban says is old (RFC 3339); undefined while it answers. */
  staleSince: string | undefined
}

/** The four figures; each leads to where it comes from. */
export function Figures({ scope: { filter }, query, jails, staleSince }: Props) {
  const { t } = useLingui()
  const words = useClock()
  const { data: summary, error, refetch } = query
  if (error && !summary)
    return (
      <Card>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Card>
    )
  const range = rangeOf(filter)
  const period = range === undefined ? t`the chosen time` : range === '365d' ? t`a year` : t(rangeNames[range])
  const clock = staleSince && words(staleSince)
  const stale = clock && <Trans>as of {clock}</Trans>
  const { host, jail } = filter
  return (
    <Columns layout="four">
      <Link to="/bans" search={{ host, jail }} className={classes.figure}>
        <Figure
          label={t`Active bans`}
          value={summary?.active_bans}
          picture={<JailShares jails={jails ?? []} />}
          note={stale || (jails && jails.length > 0 && <Blocking jails={jails} />)}
        />
      </Link>
      <Link {...historyLink(filter)} className={classes.figure}>
        <Figure
          label={t`Bans in ${period}`}
          value={summary?.bans}
          estimated={summary?.estimated}
          series={summary?.series.bans.map((p) => p.n)}
          note={summary && comparison(summary.bans, summary.bans_before, range)}
        />
      </Link>
      <Link to="/jails" search={{ host }} className={classes.figure}>
        <Figure
          label={t`Failures in ${period}`}
          value={summary?.failures}
          series={summary?.series.failures.map((p) => p.n)}
          note={summary && <FailuresNote summary={summary} range={range} />}
        />
      </Link>
      <Link to="/jails" search={{ host }} className={classes.figure}>
        <Figure
          label={t`Jails running`}
          value={summary?.jails.running}
          picture={summary && <JailCells jails={jails} totals={summary.jails} stale={staleSince !== undefined} />}
          note={stale || (summary && <JailNote jails={summary.jails} />)}
        />
      </Link>
    </Columns>
  )
}

function Blocking({ jails }: { jails: readonly JailStatus[] }) {
  const { t } = useLingui()
  const blocking = jails.filter((jail) => jail.banned_now > 0).length
  return <>{t`in ${blocking} of ${plural(jails.length, { one: '# jail', other: '# jails' })}`}</>
}

function FailuresNote({ summary, range }: { summary: Summary; range: Range | undefined }) {
  const { t } = useLingui()
  if (summary.failures === null) return <>{t`not counted by country, network or origin`}</>
  return <>{comparison(summary.failures, summary.failures_before, range)}</>
}

function JailNote({ jails: { total, running, idle, stopped } }: { jails: Summary['jails'] }) {
  const { t } = useLingui()
  if (running === total) return <>{t`all of ${total}`}</>
  const rest = [idle > 0 && t`${idle} idle`, stopped > 0 && t`${stopped} stopped`].filter(Boolean)
  return <>{t`of ${total}, ${rest.join(', ')}`}</>
}
