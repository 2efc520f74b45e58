import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { JailDetail } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { Figure } from '@/ui/Figure'
import { Columns } from '@/ui/Page'
import { RelativeTime } from '@/ui/RelativeTime'
import { jailDayQuery } from './queries'

/** What a jail has counted: now, since it was started, and in the last day. */
export function JailFigures({ jail }: { jail: JailDetail }) {
  const { t } = useLingui()
  const runs = jail.state !== 'stopped'
  const { data: day, isError } = useQuery(jailDayQuery({ host: jail.host, jail: jail.name }))
  return (
    <Columns layout="four">
      <Figure label={t`Banned now`} value={jail.banned_now} note={runs && <SinceStart n={jail.banned_total} />} />
      <Figure
        label={t`Bans in 24 h`}
        value={jail.bans_24h}
        series={day?.series.bans.map((b) => b.n)}
        note={day?.last_ban_at && <LastBan at={day.last_ban_at} />}
      />
      <Figure label={t`Failed now`} value={jail.failed_now} note={runs && <SinceStart n={jail.failed_total} />} />
      {!isError && (
        <Figure
          label={t`Failed in 24 h`}
          value={day?.failures}
          series={day?.series.failures.map((b) => b.n)}
          note={day && day.failures_before !== null && <DayBefore n={day.failures_before} />}
        />
      )}
    </Columns>
  )
}

function SinceStart({ n }: { n: number }) {
  const count = formatCount(n)
  return <Trans>{count} since the jail’s start</Trans>
}

function LastBan({ at }: { at: string }) {
  return (
    <Trans>
      newest <RelativeTime at={at} />
    </Trans>
  )
}

function DayBefore({ n }: { n: number }) {
  const count = formatCount(n)
  return <Trans>{count} the day before</Trans>
}
