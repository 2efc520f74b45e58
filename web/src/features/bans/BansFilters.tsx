import { useLingui } from '@lingui/react/macro'
import { useQueries, useQuery } from '@tanstack/react-query'
import type { ActiveFilters } from '@/api/activeBans'
import { hostsQuery, jailsQuery } from '@/api/queries'
import { formatCount } from '@/lib/numbers'
import { SearchField } from '@/ui/SearchField'
import { ToggleChips } from '@/ui/ToggleChips'
import classes from './bans.module.css'

interface Props {
  filters: ActiveFilters
  onChange: (filters: ActiveFilters) => void
}

/** Search, and chips for the jails that have bans now, and for the hosts where there is more than one. */
export function BansFilters({ filters, onChange }: Props) {
  const { t } = useLingui()
  const hosts = useQuery(hostsQuery).data?.items ?? []
  const asked = hosts.filter((h) => !filters.host || h.name === filters.host)
  const lists = useQueries({ queries: asked.map((h) => jailsQuery(h.name)) })
  const counts = new Map<string, number>()
  for (const jail of lists.flatMap((l) => l.data?.items ?? []))
    counts.set(jail.name, (counts.get(jail.name) ?? 0) + jail.banned_now)
  const jails = [...counts].filter(([name, n]) => n > 0 || name === filters.jail).sort((a, b) => b[1] - a[1])
  return (
    <div className={classes.filters}>
      <SearchField
        label={t`Search active bans`}
        placeholder={t`Address, network, jail or reason`}
        value={filters.q ?? ''}
        onSearch={(q) => onChange({ ...filters, q: q || undefined })}
      />
      {jails.length > 0 && (
        <ToggleChips
          label={t`Jail`}
          value={filters.jail}
          options={jails.map(([value, n]) => ({ value, label: value, count: formatCount(n) }))}
          onChange={(jail) => onChange({ ...filters, jail })}
        />
      )}
      {hosts.length > 1 && (
        <ToggleChips
          label={t`Host`}
          value={filters.host}
          options={hosts.map((h) => ({ value: h.name, label: h.name, count: formatCount(h.banned_now) }))}
          onChange={(host) => onChange({ ...filters, host })}
        />
      )}
    </div>
  )
}
