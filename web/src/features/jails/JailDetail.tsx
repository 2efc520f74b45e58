import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { asApiError } from '@/lib/problem'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { BackLink } from './BackLink'
import { JailHeader } from './JailHeader'
import classes from './JailPage.module.css'
import { JailTabs } from './JailTabs'
import { type JailKey, jailQuery } from './queries'

/** Everything about one jail, in whatever state it is. */
export function JailDetail({ host, jail }: JailKey) {
  const { data, error, isFetching, refetch } = useQuery(jailQuery({ host, jail }))
  return (
    <div className={classes.detail}>
      {data ? <JailHeader jail={data} /> : <PageHeader title={jail} note={host} back={<BackLink />} />}
      {data ? (
        <div>
          <BusyBar busy={isFetching} />
          <JailTabs jail={data} />
        </div>
      ) : (
        <Card>{error ? <Failure error={error} jail={jail} onRetry={refetch} /> : <Skeleton rows={12} />}</Card>
      )}
    </div>
  )
}

function Failure({ error, jail, onRetry }: { error: unknown; jail: string; onRetry: () => void }) {
  const { t } = useLingui()
  if (asApiError(error).status !== 404) return <ErrorState error={error} onRetry={onRetry} />
  return (
    <EmptyState
      title={t`There is no jail “${jail}” here.`}
      actions={
        <Link to="/jails">
          <Trans>See all jails</Trans>
        </Link>
      }
    >
      <Trans>It may have been renamed, or taken out of the configuration.</Trans>
    </EmptyState>
  )
}
