import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useContext } from 'react'
import { hostsQuery } from '@/api/queries'
import { unknownCountry } from '@/lib/country'
import { formatCompact } from '@/lib/numbers'
import { filterFields, rangeOf, type StatsFilter, withoutField } from '@/lib/statsFilter'
import { useBanActions } from '@/ui/bans/useBanActions'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { RangeControl } from '@/ui/filters/RangeControl'
import { StatsFilters } from '@/ui/filters/StatsFilters'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { Skeleton } from '@/ui/Skeleton'
import { useKey } from '@/ui/useKey'
import { TimeZone } from '@/ui/zone'
import { BansPanel } from './BansPanel'
import { CountriesPanel } from './CountriesPanel'
import { isCountry } from './countryRows'
import { GeoProblem } from './GeoProblem'
import { MapCard } from './MapCard'
import { MapNote } from './MapNote'
import classes from './map.module.css'
import { NoBans } from './NoBans'
import { countriesQuery, listFilters } from './queries'
import { filterOf } from './search'

const route = getRouteApi('/app/map')

/** Where bans come from: the map, and beside it the same as a table or the bans themselves. */
export function MapPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const filter = filterOf(search)
  const { country: selected } = filter
  const { data: ranking, ...counts } = useQuery(countriesQuery(filter, useContext(TimeZone)))
  const hosts = useQuery(hostsQuery).data?.items
  const names = (hosts ?? []).map((host) => host.name)
  const actions = useBanActions({ jail: filter.jail })
  const setFilter = ({ address, id, q, ...next }: StatsFilter) =>
    void navigate({ search: ({ list, classes }) => ({ ...next, list, classes }), replace: true })
  const select = (country: string | undefined) => setFilter({ ...filter, country })
  const setList = (list: 'countries' | 'bans') =>
    void navigate({ search: (old) => ({ ...old, list: list === 'bans' ? list : undefined }), replace: true })
  useKey('b', () => actions.ban())
  useKey('Escape', () => {
    const topmost = filterFields.findLast((field) => filter[field] !== undefined)
    if (selected !== undefined) select(undefined)
    else if (topmost) setFilter(withoutField(filter, topmost))
  })
  const failed = counts.error !== null && !ranking
  const stale = (hosts ?? []).filter((host) => !host.reachable && (!filter.host || host.name === filter.host))
  const asOf = counts.error
    ? new Date(counts.dataUpdatedAt).toISOString()
    : stale.flatMap((host) => host.as_of ?? []).sort()[0]
  const empty = <NoBans filter={filter} hosts={hosts} onChange={setFilter} />
  const amount = selected
    ? (ranking?.items.find(({ country }) => (country || unknownCountry) === selected)?.n ?? 0)
    : ranking?.total
  return (
    <Page>
      <PageHeader
        title={t`World map`}
        note={<MapNote ranking={ranking} range={rangeOf(filter, '24h')} asOf={asOf} />}
        actions={<RangeControl filter={filter} onChange={setFilter} />}
      />
      <GeoProblem />
      <StatsFilters filter={filter} onChange={setFilter} choices={{ hosts: names }} />
      <div className={classes.blocks}>
        {failed ? (
          <Card>
            <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />
          </Card>
        ) : (
          <MapCard
            ranking={ranking}
            busy={counts.isPlaceholderData}
            inURL={search.classes}
            onURL={(text) => void navigate({ search: (old) => ({ ...old, classes: text }), replace: true })}
            selected={selected}
            onSelect={select}
          />
        )}
        <section className={classes.panel} aria-label={t`Beside the map`}>
          <div className={classes.toggle}>
            <SegmentedControl
              label={t`Beside the map`}
              value={search.list ?? 'countries'}
              options={[
                {
                  value: 'countries',
                  label: withCount(t`Countries`, ranking?.items.filter((item) => isCountry(item.country)).length),
                },
                { value: 'bans', label: withCount(t`Bans`, amount) },
              ]}
              onChange={setList}
            />
          </div>
          {search.list !== 'bans' ? (
            <CountriesPanel ranking={ranking} failed={failed} selected={selected} onSelect={select} empty={empty} />
          ) : counts.isPending || counts.isPlaceholderData ? (
            <Skeleton rows={14} />
          ) : (
            <BansPanel
              key={JSON.stringify(filter)}
              filters={listFilters(filter, ranking, Date.now())}
              filter={filter}
              manyHosts={names.length > 1}
              actions={actions}
              empty={empty}
            />
          )}
        </section>
      </div>
      {actions.dialogs}
    </Page>
  )
}

function withCount(label: string, n: number | undefined): string {
  return n === undefined ? label : `${label} · ${formatCompact(n)}`
}
