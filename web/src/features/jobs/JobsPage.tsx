import '@/theme/forms'
import '@/theme/mono'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { schedulesQuery } from '@/api/jobs'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { HistoryCard } from './HistoryCard'
import { RunningCard } from './RunningCard'
import { SchedulesCard } from './SchedulesCard'

/** Asked again all the same, as nothing tells of changed schedules. */
const refreshMs = 10_000

/** What BanGUI does by itself: what runs, what will run, what ran. */
export function JobsPage() {
  const { t } = useLingui()
  const { data, error, isFetching, refetch } = useQuery({ ...schedulesQuery, refetchInterval: refreshMs })
  const schedules = data?.items ?? []
  return (
    <Page>
      <PageHeader
        title={t`Jobs`}
        note={t`What BanGUI does by itself. Each task runs on one replica at a time, and another takes it over if that one fails.`}
      />
      {data ? (
        <>
          <RunningCard jobs={schedules.flatMap((s) => s.running ?? [])} />
          <div>
            <BusyBar busy={isFetching} />
            <SchedulesCard schedules={schedules} />
          </div>
        </>
      ) : (
        <Card title={t`Schedules`} flush>
          {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton rows={8} />}
        </Card>
      )}
      <HistoryCard tasks={schedules} />
    </Page>
  )
}
