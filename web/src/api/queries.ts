import { QueryClient, queryOptions } from '@tanstack/react-query'
import { asApiError, serverAway } from '@/lib/problem'
import { api, must } from './client'

/** A replica that stops is replaced within five seconds; as long as these together nothing of it is shown. */
const awayDelays = [500, 1000, 2000, 2000]

/** One client for the page. What a retry cannot mend (a refusal) is shown at once; what it may is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) =>
        serverAway(error) ? failures < awayDelays.length : failures < 2 && asApiError(error).status >= 500,
      retryDelay: (failures, error) => (serverAway(error) ? (awayDelays[failures] ?? 2000) : 1000),
      refetchOnWindowFocus: true,
    },
  },
})

/** Whether somebody has set the installation up, with proposals for the form until then. */
export const setupQuery = queryOptions({
  queryKey: ['get', '/setup'],
  queryFn: async ({ signal }) => must(await api.GET('/setup', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Who is signed in and what they may do. */
export const sessionQuery = queryOptions({
  queryKey: ['get', '/session'],
  queryFn: async ({ signal }) => must(await api.GET('/session', { signal })),
  staleTime: 60_000,
})

/** All hosts with their state. */
export const hostsQuery = queryOptions({
  queryKey: ['get', '/hosts'],
  queryFn: async ({ signal }) => must(await api.GET('/hosts', { signal })),
})

/** What every host is to block of what lists have, and what its kernel blocks. */
export const enforcementQuery = queryOptions({
  queryKey: ['get', '/blocklists/enforcement'],
  queryFn: async ({ signal }) => must(await api.GET('/blocklists/enforcement', { signal })),
})

/** The jails of one host. */
export const jailsQuery = (host: string) =>
  queryOptions({
    queryKey: ['get', '/hosts/{host}/jails', { params: { path: { host } } }],
    queryFn: async ({ signal }) => must(await api.GET('/hosts/{host}/jails', { params: { path: { host } }, signal })),
  })

/** Forgets and refetches every query whose path starts with one of `prefixes`, e.g. `/bans`. */
export function invalidatePaths(client: QueryClient, prefixes: readonly string[]): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey: [, path] }) => typeof path === 'string' && prefixes.some((p) => path.startsWith(p)),
  })
}

/** What each change of bans changes too: forgets and refetches the answers that tell of bans. */
export function refetchBans(client: QueryClient): Promise<void> {
  return invalidatePaths(client, ['/bans', '/addresses', '/stats', '/hosts'])
}
