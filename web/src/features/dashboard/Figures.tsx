import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { JailStatus, Summary } from '@/api/types'
import type { Range } from '@/lib/ranges'
import { Figure } from '@/ui/Figure'
import { Columns } from '@/ui/Page'
import { comparison, rangeNames } from '@/ui/rangeWords'
import { useClock } from '@/ui/zone'
import classes from './dashboard.module.css'
import { JailCells, JailShares } from './JailPictures'

interface Props {
  summary: Summary | undefined
  jails: readonly JailStatus[]
  range: Range
  /** Since when what fail2ban says is old (RFC 3339); undefined while it answers. */
  staleSince: string | undefined
}

/** The four figures; each leads to where it comes from. */
export function Figures({ summary, jails, range, staleSince }: Props) {
  const { t } = useLingui()
  const period = range === '365d' ? t`a year` : t(rangeNames[range])
  const words = useClock()
  const clock = staleSince && words(staleSince)
  const stale = clock && <Trans>as of {clock}</Trans>
  const blocking = jails.filter((jail) => jail.banned_now > 0).length
  return (
    <Columns layout="four">
      <Link to="/bans" className={classes.figure}>
        <Figure
          label={t`Active bans`}
          value={summary?.active_bans}
          picture={<JailShares jails={jails} />}
          note={
            stale ||
            (jails.length > 0 && t`in ${blocking} of ${plural(jails.length, { one: '# jail', other: '# jails' })}`)
          }
        />
      </Link>
      <Link to="/" search={(old) => old} hash="recent" className={classes.figure}>
        <Figure
          label={t`Bans in ${period}`}
          value={summary?.bans}
          series={summary?.series.bans.map((p) => p.n)}
          note={summary && comparison(summary.bans, summary.bans_before, range)}
        />
      </Link>
      <Link to="/jails" className={classes.figure}>
        <Figure
          label={t`Failures in ${period}`}
          value={summary?.failures}
          series={summary?.series.failures.map((p) => p.n)}
          note={summary && comparison(summary.failures, summary.failures_before, range)}
        />
      </Link>
      <Link to="/jails" className={classes.figure}>
        <Figure
          label={t`Jails running`}
          value={summary?.jails.running}
          picture={<JailCells jails={jails} stale={staleSince !== undefined} />}
          note={stale || (summary && <JailNote jails={summary.jails} />)}
        />
      </Link>
    </Columns>
  )
}

function JailNote({ jails: { total, running, idle, stopped } }: { jails: Summary['jails'] }) {
  const { t } = useLingui()
  if (running === total) return <>{t`all of ${total}`}</>
  const rest = [idle > 0 && t`${idle} idle`, stopped > 0 && t`${stopped} stopped`].filter(Boolean)
  return <>{t`of ${total}, ${rest.join(', ')}`}</>
}
