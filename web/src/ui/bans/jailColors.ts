import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, must } from '@/api/client'
import { assignPaints, otherPaint, ownPaint, type Paint } from '@/lib/seriesPaint'

/** Bans by jail in the last year, most first: the order in which jails are given colours. */
const rankQuery = queryOptions({
  queryKey: ['jail-colors'],
  queryFn: async ({ signal }) => must(await api.GET('/stats/jails', { params: { query: { range: '365d' } }, signal })),
  staleTime: Number.POSITIVE_INFINITY,
})

function useJailOrder(): readonly string[] {
  const { data } = useQuery(rankQuery)
  return data?.items.map((item) => item.jail) ?? []
}

/** The colour of each jail: the same on every page, whatever range or filter is in force there. All beyond the fifth share one grey. */
export function useJailColor(): (jail: string) => string {
  const order = useJailOrder()
  return (jail) => `var(${(ownPaint(order, jail) ?? otherPaint).variable})`
}

/** Colours and dashes of jails in one chart: their own, and for those that have none one that no other in the chart has. */
export function useJailPaints(jails: readonly string[]): ReadonlyMap<string, Paint> {
  return assignPaints(useJailOrder(), jails)
}
