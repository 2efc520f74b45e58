import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, must } from '@/api/client'
import { longestStats } from '@/lib/ranges'
import { type StatsFilter, spanOf, statsQuery, withoutFields } from '@/lib/statsFilter'

/** As many as the server ranks. */
const most = 500

/** Its key is not a path of the API: what is proposed is not fetched anew with every ban. */
const namesQuery = (filter: StatsFilter) => {
  const { from, to } = spanOf(filter, 0, '365d')
  const time = to - from > longestStats ? {} : withoutFields(filter)
  const query = { ...statsQuery({ ...time, host: filter.host }, undefined, '365d'), limit: most }
  return queryOptions({
    queryKey: ['jail-names', query],
    queryFn: async ({ signal }) => must(await api.GET('/stats/jails', { params: { query }, signal })),
    staleTime: 60_000,
  })
}

/** The jails that banned in the time and on the host of the filter, in one request for all hosts; in the last year if no time is named. */
export function useJailNames(filter: StatsFilter): string[] {
  const { data } = useQuery(namesQuery(filter))
  return (data?.items ?? []).map((item) => item.jail).sort()
}
