import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, must } from '@/api/client'
import type { HistoryFilters } from '@/api/history'
import type { CountryRanking } from '@/api/types'
import { listQuery, type StatsFilter, statsQuery } from '@/lib/statsFilter'

/** There are some 250 codes, so that no country is left out. */
const allCountries = 300

/** All countries with their counts, whatever country is chosen: they are what one chooses by. */
export const countriesQuery = (filter: StatsFilter, timeZone?: string) => {
  const query = { ...statsQuery({ ...filter, country: undefined }, timeZone), limit: allCountries }
  return queryOptions({
    queryKey: ['get', '/stats/countries', query],
    queryFn: async ({ signal }) => must(await api.GET('/stats/countries', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
}

/**
 * What the list is asked for. It is about the same time as the counts, if there are any, so that it has as many bans. A range up to now
 * has no end: what comes in later is seen too.
 */
export function listFilters(filter: StatsFilter, ranking: CountryRanking | undefined, now: number): HistoryFilters {
  const filters = listQuery(filter, now)
  return ranking ? { ...filters, from: ranking.from, to: filter.to && ranking.to } : filters
}

/** How many bans that list has. Other than that of the history it is asked for again as bans come in. */
export const amountQuery = (query: HistoryFilters) =>
  queryOptions({
    queryKey: ['get', '/bans/count', query],
    queryFn: async ({ signal }) => must(await api.GET('/bans/count', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
