import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { hostsQuery } from '@/api/queries'
import type { Ban } from '@/api/types'
import { addressKind } from '@/lib/address'
import { filterFields, type StatsFilter } from '@/lib/statsFilter'
import { RangeControl } from '@/ui/filters/RangeControl'
import { StatsFilters } from '@/ui/filters/StatsFilters'
import { SearchField } from '@/ui/SearchField'
import classes from './history.module.css'

interface Props {
  filter: StatsFilter
  onChange: (filter: StatsFilter) => void
  /** Those that are loaded: their networks are proposed and named. */
  bans: readonly Ban[]
}

/** Search, time, and the filters in force with a button that adds one. */
export function HistoryFilters({ filter, onChange, bans }: Props) {
  const { t } = useLingui()
  const hosts = useQuery(hostsQuery).data?.items.map((h) => h.name) ?? []
  const networks = new Map(bans.filter((ban) => ban.asn).map((ban) => [ban.asn, { asn: ban.asn, name: ban.network }]))
  const choices = { hosts, networks: [...networks.values()] }
  return (
    <div className={classes.bar}>
      <SearchField
        label={t`Search the history`}
        placeholder={t`Address, name, matched text`}
        value={filter.q ?? filter.address ?? ''}
        onSearch={(text) => onChange(searchedFor(filter, text))}
      />
      <div className={classes.chips} data-some={filterFields.some((field) => filter[field] !== undefined) || undefined}>
        <StatsFilters filter={filter} onChange={onChange} choices={choices} fields={filterFields} />
      </div>
      <RangeControl filter={filter} onChange={onChange} usual="all" />
    </div>
  )
}

/** The one field takes addresses, networks and text; what it showed before gives way. */
export function searchedFor(filter: StatsFilter, text: string): StatsFilter {
  const rest = filter.q === undefined ? { ...filter, address: undefined } : { ...filter, q: undefined }
  if (text === '') return rest
  return addressKind(text.toLowerCase()) === undefined ? { ...rest, q: text } : { ...rest, address: text.toLowerCase() }
}
