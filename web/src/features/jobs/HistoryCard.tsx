import { Trans, useLingui } from '@lingui/react/macro'
import { Button, NativeSelect } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type JobFilters, jobsQuery } from '@/api/jobs'
import type { Job, Schedule } from '@/api/types'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { titleOf } from '@/ui/jobs/words'
import { Skeleton } from '@/ui/Skeleton'
import { ToggleChips } from '@/ui/ToggleChips'
import { useKey } from '@/ui/useKey'
import { usePhone } from '@/ui/usePhone'
import { useReplicaNames } from '@/ui/useReplicaNames'
import { JobItems } from './JobItems'
import { JobTable } from './JobTable'
import classes from './jobs.module.css'
import { jobStates } from './search'
import { stateWords } from './words'

const route = getRouteApi('/app/jobs')

/** What ran, newest first, by pages. */
export function HistoryCard({ tasks }: { tasks: readonly Schedule[] }) {
  const { t } = useLingui()
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  const set = (search: JobFilters) => void navigate({ search, replace: true })
  useKey('Escape', () => set({}))
  const query = useInfiniteQuery({ ...jobsQuery(filters), placeholderData: keepPreviousData })
  const jobs = unique(query.data?.pages.flatMap((page) => page.items) ?? [])
  return (
    <Card title={t`History`} aside={<Trans>Of runs that found nothing to do the newest is kept.</Trans>} flush>
      <Filters tasks={tasks} filters={filters} onChange={set} />
      <BusyBar busy={query.isFetching && query.data !== undefined} />
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <Skeleton rows={10} />
      ) : jobs.length === 0 ? (
        <Nothing filtered={Boolean(filters.task || filters.state)} onClear={() => set({})} />
      ) : (
        <Found jobs={jobs} stale={query.isPlaceholderData} />
      )}
      {query.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            size="xs"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
    </Card>
  )
}

/** Pages that were fetched at different times can overlap. */
function unique(jobs: readonly Job[]): Job[] {
  return [...new Map(jobs.map((job) => [job.id, job])).values()]
}

function Found({ jobs, stale }: { jobs: readonly Job[]; stale: boolean }) {
  const nameOf = useReplicaNames()
  const List = usePhone() ? JobItems : JobTable
  return (
    <div className={classes.found} data-stale={stale || undefined}>
      <List jobs={jobs} nameOf={nameOf} />
    </div>
  )
}

interface FiltersProps {
  tasks: readonly Schedule[]
  filters: JobFilters
  onChange: (filters: JobFilters) => void
}

function Filters({ tasks, filters, onChange }: FiltersProps) {
  const { t } = useLingui()
  const names = tasks.map((schedule) => ({ value: schedule.task, label: titleOf(schedule) }))
  const gone = filters.task && !names.some((n) => n.value === filters.task)
  return (
    <div className={classes.filters}>
      <NativeSelect
        aria-label={t`Task`}
        size="xs"
        data-filter
        value={filters.task ?? ''}
        onChange={(event) => onChange({ ...filters, task: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t`All tasks` },
          ...names,
          ...(gone ? [{ value: filters.task ?? '', label: filters.task ?? '' }] : []),
        ]}
      />
      <ToggleChips
        label={t`State`}
        value={filters.state}
        options={jobStates.map((value) => ({ value, label: t(stateWords[value].name) }))}
        onChange={(value) => onChange({ ...filters, state: jobStates.find((s) => s === value) })}
      />
    </div>
  )
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useLingui()
  if (!filtered) {
    return (
      <EmptyState title={t`Nothing ran yet`}>
        <Trans>Runs appear here by themselves.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={t`No run matches`}
      actions={
        <Button variant="default" size="xs" onClick={onClear}>
          <Trans>Clear filters</Trans>
        </Button>
      }
    >
      <Trans>Old runs are removed after a while.</Trans>
    </EmptyState>
  )
}
