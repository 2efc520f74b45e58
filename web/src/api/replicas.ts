import { queryOptions } from '@tanstack/react-query'
import { api, must } from './client'

/** The processes that serve this installation together. */
export const replicasQuery = queryOptions({
  queryKey: ['get', '/replicas'],
  queryFn: async ({ signal }) => must(await api.GET('/replicas', { signal })),
})
