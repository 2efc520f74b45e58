import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, must } from '@/api/client'
import { newestBans } from '@/api/newestBans'
import { listQuery, type StatsFilter } from '@/lib/statsFilter'
import type { Asked } from './search'

/** How many of each ranking are fetched: what "Show all" can show. */
const most = 50

/** The figures. */
export const summaryQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['get', '/stats/summary', query],
    queryFn: async ({ signal }) => must(await api.GET('/stats/summary', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })

/** Bans over time, by jail. */
export const trendQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['get', '/stats/trend', query],
    queryFn: async ({ signal }) => must(await api.GET('/stats/trend', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })

/** Bans by jail, whatever jail is chosen: the bars are what one chooses by. So are the countries and networks. */
export const jailsRankQuery = ({ jail: _, ...rest }: Asked) => {
  const query = { ...rest, limit: most }
  return queryOptions({
    queryKey: ['get', '/stats/jails', query],
    queryFn: async ({ signal }) => must(await api.GET('/stats/jails', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
}

/** Bans by country, all of them: the map shows each. */
export const countriesQuery = ({ country: _, ...rest }: Asked) => {
  const query = { ...rest, limit: 300 }
  return queryOptions({
    queryKey: ['get', '/stats/countries', query],
    queryFn: async ({ signal }) => must(await api.GET('/stats/countries', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
}

/** Bans by the owner of the network. */
export const networksQuery = ({ asn: _, ...rest }: Asked) => {
  const query = { ...rest, limit: most }
  return queryOptions({
    queryKey: ['get', '/stats/networks', query],
    queryFn: async ({ signal }) => must(await api.GET('/stats/networks', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
}

/** The addresses that were banned most often. */
export const addressesQuery = (asked: Asked) => {
  const query = { ...asked, limit: most }
  return queryOptions({
    queryKey: ['get', '/stats/addresses', query],
    queryFn: async ({ signal }) => must(await api.GET('/stats/addresses', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
}

/** The newest bans that the filter lets through. */
export const recentQuery = (filter: StatsFilter, limit: number) =>
  queryOptions({
    queryKey: ['get', '/bans', { filter, limit }],
    queryFn: ({ signal }) => newestBans({ ...listQuery(filter, Date.now()), limit }, signal),
    placeholderData: keepPreviousData,
  })
