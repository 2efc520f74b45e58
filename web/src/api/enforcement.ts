import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, must } from './client'
import { invalidatePaths } from './queries'
import type { paths } from './schema.gen'
import type { Enforcement } from './types'

/** How a host blocks what lists have. */
export type EnforceMode = Enforcement['mode']

type DroppedQuery = NonNullable<paths['/blocklists/dropped']['get']['parameters']['query']>

/** Packets and bytes that were dropped over time, by list. */
export const droppedQuery = ({ range, from, to, tz, host }: DroppedQuery) => {
  const query = { range, from, to, tz, host }
  return queryOptions({
    queryKey: ['get', '/blocklists/dropped', query],
    queryFn: async ({ signal }) => must(await api.GET('/blocklists/dropped', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
}

/** Which lists have an address or network, since when, and why it is let through nevertheless. */
export const lookupQuery = (address: string) =>
  queryOptions({
    queryKey: ['get', '/blocklists/lookup', address],
    queryFn: async ({ signal }) =>
      must(await api.GET('/blocklists/lookup', { params: { query: { address } }, signal })),
  })

/** Says how a host blocks what lists have; it follows within seconds. */
export async function changeMode(host: string, mode: EnforceMode): Promise<Enforcement> {
  return must(await api.PATCH('/blocklists/enforcement/{host}', { params: { path: { host } }, body: { mode } }))
}

/** Fetches anew what shows how hosts block. */
export function enforcementChanged(client: QueryClient): void {
  void invalidatePaths(client, ['/blocklists', '/addresses'])
}
