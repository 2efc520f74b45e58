import '@/theme/forms'
import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { catalogueQuery } from '@/api/blocklists'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { Skeleton } from '@/ui/Skeleton'
import { useGuard } from '@/ui/useGuard'
import { BackLink } from './BackLink'
import { Catalogue } from './Catalogue'
import { fieldsOfOffer, newFields } from './listFields'
import type { Source } from './search'

const AddForm = lazy(() => import('./AddForm').then((m) => ({ default: m.AddForm })))

const route = getRouteApi('/app/blocklists/add')

/** A new block list: picked from the catalogue, fetched from an address, or uploaded. */
export function AddListPage() {
  const { t } = useLingui()
  const { from = 'catalogue', offer: key } = route.useSearch()
  const navigate = route.useNavigate()
  const guard = useGuard('blocklists.write')
  const offers = useQuery({ ...catalogueQuery, enabled: from === 'catalogue' }).data?.items
  const offer = from === 'catalogue' ? offers?.find((one) => one.key === key) : undefined
  const go = (next: Source) => void navigate({ search: { from: next === 'catalogue' ? undefined : next } })
  return (
    <Page>
      <PageHeader
        title={t`Add a block list`}
        back={<BackLink />}
        note={t`Nothing is fetched before you look at a list or save it.`}
        actions={
          <SegmentedControl
            label={t`Where it comes from`}
            value={from}
            options={[
              { value: 'catalogue', label: t`Catalogue` },
              { value: 'url', label: t`Address` },
              { value: 'text', label: t`Text or file` },
            ]}
            onChange={go}
          />
        }
      />
      <Suspense fallback={<Skeleton rows={10} />}>
        {!guard.allowed ? (
          <EmptyState title={guard.reason}>
            <Trans>Ask one of them for the list that you need.</Trans>
          </EmptyState>
        ) : from !== 'catalogue' ? (
          <AddForm key={from} start={newFields(from === 'url')} />
        ) : offer ? (
          <AddForm key={offer.key} start={fieldsOfOffer(offer)} offer={offer} />
        ) : (
          <Catalogue onPick={(picked) => void navigate({ search: { offer: picked.key } })} />
        )}
      </Suspense>
    </Page>
  )
}
