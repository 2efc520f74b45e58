import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { entriesQuery } from '@/api/blocklists'
import type { Blocklist, ListEntry } from '@/api/types'
import { addressKind } from '@/lib/address'
import { Address } from '@/ui/Address'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { DataTable } from '@/ui/DataTable'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { PlainButton } from '@/ui/PlainButton'
import { RelativeTime } from '@/ui/RelativeTime'
import { SearchField } from '@/ui/SearchField'
import { Skeleton } from '@/ui/Skeleton'
import { useKey } from '@/ui/useKey'
import classes from './blocklists.module.css'
import { MoreButton } from './MoreButton'

const route = getRouteApi('/app/blocklists/$id')

/** What a list has, by address; all of it, or what an address or network touches. */
export function EntriesTab({ list }: { list: Blocklist }) {
  const { t } = useLingui()
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const search = (text: string) =>
    void navigate({ search: { part: 'entries', q: text.trim() || undefined }, replace: true })
  useKey('Escape', () => q && search(''))
  return (
    <Card flush>
      <div className={classes.bar}>
        <SearchField
          label={t`Search the entries`}
          placeholder={t`Address or network`}
          value={q ?? ''}
          onSearch={search}
        />
      </div>
      {q !== undefined && addressKind(q) === undefined ? (
        <EmptyState title={t`This is neither an address nor a network`}>
          <Trans>Write all of it, such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.</Trans>
        </EmptyState>
      ) : (
        <Entries list={list} q={q} onClear={() => search('')} />
      )}
    </Card>
  )
}

function Entries({ list, q, onClear }: { list: Blocklist; q: string | undefined; onClear: () => void }) {
  const { t } = useLingui()
  const query = useInfiniteQuery({ ...entriesQuery(list.id, q), placeholderData: keepPreviousData })
  if (!query.data)
    return query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton rows={8} />
  const entries = query.data.pages.flatMap((page) => page.items)
  if (entries.length === 0)
    return q === undefined ? (
      <EmptyState title={t`No entries`}>
        <Trans>They are here after an import.</Trans>
      </EmptyState>
    ) : (
      <EmptyState
        title={t`Nothing in the list touches ${q}`}
        actions={
          <PlainButton onClick={onClear}>
            <Trans>Show all entries</Trans>
          </PlainButton>
        }
      />
    )
  return (
    <>
      <BusyBar busy={query.isFetching} />
      <EntriesTable entries={entries} />
      <MoreButton query={query} />
    </>
  )
}

function EntriesTable({ entries }: { entries: readonly ListEntry[] }) {
  const { t } = useLingui()
  return (
    <DataTable label={t`Entries`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Address or network</Trans>
          </th>
          <th scope="col">
            <Trans>In the list since</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ network, since }) => (
          <tr key={network}>
            <td>
              <Address value={network} />
            </td>
            <td className="dim">
              <RelativeTime at={since} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}
