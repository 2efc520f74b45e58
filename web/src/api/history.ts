import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { apiRoot } from './base'
import { api, must } from './client'
import type { paths } from './schema.gen'

/** What the history can be narrowed to, as the API names it; times are RFC 3339. */
export type HistoryFilters = NonNullable<paths['/bans/count']['get']['parameters']['query']>

export type HistoryPage = paths['/bans']['get']['responses'][200]['content']['application/json']

export type ExportFormat = 'csv' | 'jsonl'

const pageSize = 100

/**
 * The bans of the history, newest first, by pages. It is never fetched anew by itself, as that would be all its pages: events patch
 * it, and new bans wait until the list is opened again, at another time `opened` (milliseconds since 1970). A page may have few items,
 * or none, and be continued all the same.
 */
export const historyQuery = (filters: HistoryFilters, opened: number) =>
  infiniteQueryOptions({
    queryKey: ['history', filters, opened],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filters, limit: pageSize, cursor: pageParam }
      return must(await api.GET('/bans', { params: { query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 'static',
  })

/** How many bans match: an estimate at once, or exactly, which may take a minute. */
export const historyCountQuery = (filters: HistoryFilters, exact: boolean) =>
  queryOptions({
    queryKey: ['history-count', filters, exact],
    queryFn: async ({ signal }) =>
      must(await api.GET('/bans/count', { params: { query: { ...filters, exact } }, signal })),
    staleTime: 60_000,
    retry: false,
  })

/** Where the matching bans can be downloaded. */
export function exportUrl(filters: HistoryFilters, format: ExportFormat): string {
  const query = new URLSearchParams({ format })
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, String(value))
  return `${apiRoot}/bans/export?${query}`
}
