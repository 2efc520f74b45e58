import { queryOptions } from '@tanstack/react-query'
import { api, must } from './client'

/** Where countries and networks of addresses come from, whom to credit, and what is wrong with them. */
export const geoQuery = queryOptions({
  queryKey: ['get', '/geo'],
  queryFn: async ({ signal }) => must(await api.GET('/geo', { signal })),
  staleTime: 300_000,
})
