import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconChevronLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { jobQuery } from '@/api/jobs'
import { asApiError } from '@/lib/problem'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { JobDetail } from './JobDetail'
import classes from './jobs.module.css'

const route = getRouteApi('/app/jobs/$id')

/** While a job runs it is asked for again all the same, in case an event goes astray. */
const refreshMs = 5_000

/** One job: facts, progress, log, outcome. */
export function JobPage() {
  const { t } = useLingui()
  const id = Number(route.useParams().id)
  const { data, error, refetch } = useQuery({
    ...jobQuery(id),
    refetchInterval: ({ state }) => state.data?.state === 'running' && refreshMs,
  })
  if (data) return <JobDetail job={data} back={<BackLink />} />
  return (
    <Page>
      <PageHeader title={t`Job ${id}`} back={<BackLink />} />
      <Card>{error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton rows={10} />}</Card>
    </Page>
  )
}

function BackLink() {
  return (
    <div>
      <Link to="/jobs" className={classes.back}>
        <IconChevronLeft size={15} stroke={1.8} aria-hidden="true" />
        <Trans>All jobs</Trans>
      </Link>
    </div>
  )
}

function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useLingui()
  const { status } = asApiError(error)
  if (status !== 404 && status !== 422) return <ErrorState error={error} onRetry={onRetry} />
  return (
    <EmptyState
      title={t`There is no such job.`}
      actions={
        <Link to="/jobs">
          <Trans>See all jobs</Trans>
        </Link>
      }
    >
      <Trans>Old runs are removed after a while.</Trans>
    </EmptyState>
  )
}
