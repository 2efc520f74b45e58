import '@/theme/forms'
import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { blocklistQuery } from '@/api/blocklists'
import { asApiError } from '@/lib/problem'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { BackLink } from './BackLink'
import { ListDetail } from './ListDetail'

const route = getRouteApi('/app/blocklists/$id')

/** While it is imported it is asked for again all the same, in case an event goes astray. */
const refreshMs = 5_000

/** One block list: what it is, what it did, what it has, and its settings. */
export function ListPage() {
  const { t } = useLingui()
  const id = Number(route.useParams().id)
  const { data, error, refetch } = useQuery({
    ...blocklistQuery(id),
    refetchInterval: ({ state }) => (state.data?.asked ? refreshMs : false),
  })
  if (data) return <ListDetail key={id} list={data} />
  return (
    <Page>
      <PageHeader title={t`Block list`} back={<BackLink />} />
      <Card>{error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton rows={10} />}</Card>
    </Page>
  )
}

function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useLingui()
  const { status } = asApiError(error)
  if (status !== 404 && status !== 422) return <ErrorState error={error} onRetry={onRetry} />
  return (
    <EmptyState
      title={t`There is no such block list.`}
      actions={
        <Link to="/blocklists">
          <Trans>See all block lists</Trans>
        </Link>
      }
    >
      <Trans>It may have been deleted.</Trans>
    </EmptyState>
  )
}
