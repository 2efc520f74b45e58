import '@/theme/forms'
import '@/theme/mono'
import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { enforcementQuery } from '@/api/queries'
import type { Enforcement } from '@/api/types'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { SearchField } from '@/ui/SearchField'
import { Skeleton } from '@/ui/Skeleton'
import { StatusDot } from '@/ui/StatusDot'
import { useKey } from '@/ui/useKey'
import classes from './enforcement.module.css'
import { HostCard } from './HostCard'
import { LookupCard } from './LookupCard'
import { NoLists } from './NoLists'
import type { EnforcementSearch } from './search'
import { inOrder, summaryOf } from './stands'

// What draws is large, and below the hosts.
const DroppedCard = lazy(() => import('./DroppedCard').then((m) => ({ default: m.DroppedCard })))

const route = getRouteApi('/app/blocklists/enforcement')

/** Counters grow without anybody telling of it; hosts report them as often. */
const refreshMs = 15_000

/** More hosts than these show at first only what is wrong with them. */
const mostOpen = 3

/** What every host is to block and what its kernel does block, why an address is blocked, and what was dropped. */
export function EnforcementPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (next: EnforcementSearch) => void navigate({ search: next, replace: true })
  const { data, error, refetch } = useQuery({ ...enforcementQuery, refetchInterval: refreshMs })
  const hosts = inOrder(data?.items ?? [])
  const nothing = data !== undefined && hosts.every((host) => host.lists.length === 0)
  useKey('Escape', () => search.address && set({ ...search, address: undefined }))
  return (
    <Page>
      <PageHeader title={t`Enforcement`} note={data ? <Summary hosts={hosts} /> : ' '} />
      <div className={classes.lookup}>
        <SearchField
          label={t`Why is this address blocked?`}
          placeholder={t`Why is this address blocked?`}
          value={search.address ?? ''}
          onSearch={(address) => set({ ...search, address: address || undefined })}
        />
      </div>
      {search.address !== undefined && <LookupCard address={search.address} />}
      {data ? (
        <>
          {nothing && <NoLists />}
          <ul className={classes.hosts} aria-label={t`Hosts`}>
            {hosts.map((host) => (
              <li key={host.host}>
                <HostCard host={host} open={hosts.length <= mostOpen} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton rows={8} />}</Card>
      )}
      {data && (
        <Suspense fallback={null}>
          <DroppedCard search={search} hosts={hosts.map((host) => host.host)} onChange={set} />
        </Suspense>
      )}
    </Page>
  )
}

/** One line about all hosts. */
function Summary({ hosts }: { hosts: readonly Enforcement[] }) {
  const { t } = useLingui()
  const { wanted, right, tone } = summaryOf(hosts)
  if (wanted === 0) return <StatusDot tone="idle">{t`No host blocks what lists have`}</StatusDot>
  const all = plural(wanted, { one: 'The host blocks what it is to', other: 'All # hosts block what they are to' })
  return (
    <StatusDot tone={tone}>
      {right === wanted
        ? all
        : t`${right} of ${plural(wanted, { one: '# host blocks', other: '# hosts block' })} what they are to`}
    </StatusDot>
  )
}
