import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { importQuery, importsQuery } from '@/api/blocklists'
import type { Blocklist, ListImport } from '@/api/types'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Sheet } from '@/ui/Sheet'
import { Skeleton } from '@/ui/Skeleton'
import { usePhone } from '@/ui/usePhone'
import { ImportFacts } from './ImportFacts'
import { ImportsItems, ImportsTable } from './ImportsList'
import { MoreButton } from './MoreButton'

const route = getRouteApi('/app/blocklists/$id')

/** How the imports of a list went, newest first; one of them tells all that it did. */
export function ImportsTab({ list }: { list: Blocklist }) {
  const { t } = useLingui()
  const { run } = route.useSearch()
  const navigate = route.useNavigate()
  const phone = usePhone()
  const query = useInfiniteQuery(importsQuery(list.id))
  const runs = unique(query.data?.pages.flatMap((page) => page.items) ?? [])
  const show = (next: number | undefined) => void navigate({ search: { part: 'imports', run: next }, replace: true })
  const List = phone ? ImportsItems : ImportsTable
  return (
    <Card flush>
      {!query.data ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={8} />
        )
      ) : runs.length === 0 ? (
        <EmptyState title={t`No imports yet`}>
          <Trans>Each import leaves a log here for 90 days.</Trans>
        </EmptyState>
      ) : (
        <List runs={runs} onOpen={show} />
      )}
      <MoreButton query={query} />
      <RunSheet list={list} run={run} onClose={() => show(undefined)} />
    </Card>
  )
}

/** Pages that were fetched at different times can overlap. */
function unique(runs: readonly ListImport[]): ListImport[] {
  return [...new Map(runs.map((run) => [run.id, run])).values()]
}

/** The log of one import; the last one that was shown while the sheet closes. */
function RunSheet({ list, run, onClose }: { list: Blocklist; run: number | undefined; onClose: () => void }) {
  const { t } = useLingui()
  const [last, setLast] = useState(run)
  if (run !== undefined && run !== last) setLast(run)
  const { data, error, refetch } = useQuery({ ...importQuery(list.id, last ?? 0), enabled: last !== undefined })
  return (
    <Sheet opened={run !== undefined} onClose={onClose} title={t`Import of ${list.name}`}>
      {data ? (
        <ImportFacts run={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton rows={8} />
      )}
    </Sheet>
  )
}
