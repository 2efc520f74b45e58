import { queryOptions } from '@tanstack/react-query'
import { api, must } from './client'
import type { Revision } from './types'

/** The latest revisions: among them is each that goes on or waits to be confirmed. */
export const latestRevisionsQuery = queryOptions({
  queryKey: ['get', '/revisions', 'latest'],
  queryFn: async ({ signal }): Promise<Revision[]> =>
    must(await api.GET('/revisions', { params: { query: { limit: 20 } }, signal })).items,
})
