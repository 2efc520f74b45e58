import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, must } from './client'

/** What the list of active bans is narrowed to. */
export interface ActiveFilters {
  host?: string
  jail?: string
  q?: string
}

const pageSize = 100

/**
 * The bans in force, newest first, by pages. Its key is not a path of the API: events patch it in place instead of
 * fetching all pages again.
 */
export const activeBansQuery = (filters: ActiveFilters) =>
  infiniteQueryOptions({
    queryKey: ['active-bans', filters],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filters, limit: pageSize, cursor: pageParam }
      return must(await api.GET('/bans/active', { params: { query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
