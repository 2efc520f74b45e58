import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { addressQuery } from '@/api/addresses'
import { asApiError } from '@/lib/problem'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { AddressDetail } from './AddressDetail'

const route = getRouteApi('/app/addresses/$address')

/** All that is known of an address, of a network or of another ban id. */
export function AddressPage() {
  const { address } = route.useParams()
  const { prefix } = route.useSearch()
  const { data, error, refetch } = useQuery(addressQuery({ address, prefix }))
  if (data) return <AddressDetail key={data.address} report={data} />
  return (
    <Page>
      <PageHeader title={prefix === undefined ? address : `${address}/${prefix}`} mono />
      <Card>{error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton rows={12} />}</Card>
    </Page>
  )
}

function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useLingui()
  const { status, message } = asApiError(error)
  if (status !== 422) return <ErrorState error={error} onRetry={onRetry} />
  return (
    <EmptyState title={t`This is no address and no network`}>
      {message}{' '}
      {t`Write an address such as 192.0.2.1 or 2001:db8::1, and a network with its bits such as 192.0.2.0/24.`}
    </EmptyState>
  )
}
