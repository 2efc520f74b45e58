import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, must } from './client'
import type { paths } from './schema.gen'
import type { LogPage } from './types'

type Query = NonNullable<paths['/hosts/{host}/log']['get']['parameters']['query']>

/** What the log is narrowed to. */
export type LogFilters = Pick<Query, 'level' | 'jail' | 'q'>

const atOnce = 200

async function read(host: string, query: Query, signal: AbortSignal): Promise<LogPage> {
  return must(await api.GET('/hosts/{host}/log', { params: { path: { host }, query }, signal }))
}

/** fail2ban's log from its end backwards, in pages whose records are oldest first. */
export const logQuery = (host: string, filters: LogFilters) =>
  infiniteQueryOptions({
    queryKey: ['log', host, filters],
    queryFn: ({ pageParam, signal }) =>
      read(host, { ...filters, before: pageParam || undefined, limit: atOnce }, signal),
    initialPageParam: '',
    getNextPageParam: (page: LogPage) => page.next_cursor,
    // What is new is asked for by itself; asking anew would forget where that goes on.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

/** What was written after a place. */
export function newerRecords(host: string, filters: LogFilters, after: string, signal: AbortSignal): Promise<LogPage> {
  return read(host, { ...filters, after, limit: 500 }, signal)
}
