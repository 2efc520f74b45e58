import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, must } from '@/api/client'

const series = ['var(--series-1)', 'var(--series-2)', 'var(--series-3)', 'var(--series-4)', 'var(--series-5)']

/** All other jails share one grey. */
const other = 'var(--field)'

/** Bans by jail in the last year, most first: the order in which jails are given colours. */
const rankQuery = queryOptions({
  queryKey: ['jail-colors'],
  queryFn: async ({ signal }) => must(await api.GET('/stats/jails', { params: { query: { range: '365d' } }, signal })),
  staleTime: Number.POSITIVE_INFINITY,
})

/** The colour of each jail: the same on every page, whatever range or filter is in force there. */
export function useJailColor(): (jail: string) => string {
  const { data } = useQuery(rankQuery)
  const names = data?.items.map((item) => item.jail) ?? []
  return (jail) => series[names.indexOf(jail)] ?? other
}
