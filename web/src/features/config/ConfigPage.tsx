import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { hostsQuery } from '@/api/queries'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { useWide } from '@/ui/useWide'
import { ConfigFrame } from './ConfigFrame'
import { ConfigList } from './ConfigList'
import { Overview } from './Overview'
import type { ConfigSearch } from './search'

const route = getRouteApi('/app/configuration')

/** What fail2ban's files come to and what is wrong with them; the lists lead to the parts. */
export function ConfigPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const hosts = useQuery(hostsQuery)
  const host = search.host ?? hosts.data?.items[0]?.name
  const onList = (change: ConfigSearch) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true })
  if (host === undefined)
    return (
      <>
        <PageHeader title={t`Configuration`} />
        <Card>{hosts.error ? <ErrorState error={hosts.error} onRetry={hosts.refetch} /> : <Skeleton rows={12} />}</Card>
      </>
    )
  return (
    <ConfigFrame {...search} host={host} onList={onList}>
      <Overview host={host} />
      <ListBelow {...search} host={host} onList={onList} />
    </ConfigFrame>
  )
}

/** The lists under the overview, where there is no room beside it. */
function ListBelow({
  host,
  parts,
  q,
  onList,
}: ConfigSearch & { host: string; onList: (change: ConfigSearch) => void }) {
  if (useWide()) return null
  return <ConfigList host={host} parts={parts ?? 'jails'} filter={q ?? ''} onList={onList} />
}
