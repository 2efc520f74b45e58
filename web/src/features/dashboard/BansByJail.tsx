import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { formatShare } from '@/lib/numbers'
import { useJailColor } from '@/ui/bans/jailColors'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { RankedBars } from '@/ui/RankedBars'
import { Skeleton } from '@/ui/Skeleton'
import classes from './dashboard.module.css'
import { type Scope, sharesQuery } from './queries'
import { inRange } from './words'

const most = 8

interface Props {
  scope: Scope
  /** Called with the jail that was pressed; undefined if it is the one already chosen. */
  onJail: (jail: string | undefined) => void
}

/** Ranked bars; pressing one narrows the page to its jail. */
export function BansByJail({ scope, onJail }: Props) {
  const { t } = useLingui()
  const color = useJailColor()
  const { data, error, refetch } = useQuery(sharesQuery(scope))
  return (
    <Card title={t`Bans by jail`} aside={t(inRange[scope.range])}>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={4} />
      ) : data.length === 0 ? (
        <EmptyState title={t`No bans in this range`} />
      ) : (
        <RankedBars
          items={data.slice(0, most).map(({ jail, n, share }) => ({
            key: jail,
            n,
            color: color(jail),
            label: (
              <>
                {jail} <span className={classes.share}>{formatShare(share)}</span>
              </>
            ),
          }))}
          selected={scope.jail}
          onSelect={(jail) => onJail(jail === scope.jail ? undefined : jail)}
        />
      )}
      {data && data.length > most && (
        <p className={classes.more}>
          <Trans>and {data.length - most} more jails</Trans>
        </p>
      )}
    </Card>
  )
}
