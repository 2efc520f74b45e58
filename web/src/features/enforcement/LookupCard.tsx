import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { lookupQuery } from '@/api/enforcement'
import { addressKind } from '@/lib/address'
import { AddressLink } from '@/ui/Address'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { ListedIn } from '@/ui/enforcement/ListedIn'
import { Skeleton } from '@/ui/Skeleton'
import classes from './enforcement.module.css'

/** Which lists have an address, since when, and why it is let through nevertheless. */
export function LookupCard({ address }: { address: string }) {
  const { t } = useLingui()
  const valid = addressKind(address) !== undefined
  const { data, error, refetch } = useQuery({ ...lookupQuery(address), enabled: valid })
  if (!valid)
    return (
      <p className={classes.hint} role="status">
        {t`Write an address such as 192.0.2.1 or 2001:db8::1, and a network with its bits such as 192.0.2.0/24.`}
      </p>
    )
  return (
    <section aria-live="polite" aria-label={t`Answer`}>
      <Card
        title={data?.address ?? address}
        aside={
          <AddressLink value={address}>
            <Trans>All about this address</Trans>
          </AddressLink>
        }
      >
        {data ? (
          <ListedIn listed={data} />
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton rows={2} />
        )}
      </Card>
    </section>
  )
}
