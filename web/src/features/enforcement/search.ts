import { searchOneOf, searchText } from '@/lib/search'
import { parseStatsFilter, type StatsFilter } from '@/lib/statsFilter'

/** What is looked up, and what the chart shows; kept in the URL. */
export interface EnforcementSearch extends Pick<StatsFilter, 'range' | 'from' | 'to' | 'host'> {
  /** The address or network that is looked up. */
  address?: string
  /** Bytes instead of packets. */
  count?: 'bytes'
}

export function enforcementSearch(raw: Record<string, unknown>): EnforcementSearch {
  const { range, from, to, host } = parseStatsFilter(raw)
  const address = searchText(raw['address'])?.trim()
  return { address: address || undefined, range, from, to, host, count: searchOneOf(raw['count'], ['bytes'] as const) }
}
