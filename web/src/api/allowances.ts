import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, must } from './client'
import { invalidatePaths } from './queries'
import type { paths } from './schema.gen'
import type { Allowance, Allowed, Ban } from './types'

export type AllowOrder = paths['/allowances']['post']['requestBody']['content']['application/json']

/** Shortest and longest time for which an address can be allowed, in seconds: a minute and 90 days. */
export const shortestAllowance = 60
export const longestAllowance = 90 * 86_400

/** The newest allowances: those in force, or those that have ended. */
export const allowancesQuery = (active: boolean) =>
  queryOptions({
    queryKey: ['get', '/allowances', { active }],
    queryFn: async ({ signal }) =>
      must(
        await api.GET('/allowances', { params: { query: { active: active ? 'true' : 'false', limit: 500 } }, signal }),
      ),
  })

/** Has jails ignore addresses for a time; the answer says for each host and jail what was done. */
export async function orderAllowances(order: AllowOrder): Promise<Allowed> {
  return must(await api.POST('/allowances', { body: order }))
}

/** Ends an allowance before its time. */
export async function endAllowance(id: Allowance['id']) {
  return must(await api.DELETE('/allowances/{id}', { params: { path: { id } } }))
}

/** Fetches anew what allowances and the bans that they lift show in. */
export function allowancesChanged(client: QueryClient): void {
  void invalidatePaths(client, ['/allowances', '/addresses', '/bans', '/stats', '/hosts'])
  void client.invalidateQueries({ queryKey: ['active-bans'] })
}

/** Which expression of its jail matches each line that led to a ban. */
export const whyQuery = (id: Ban['id']) =>
  queryOptions({
    queryKey: ['get', '/bans/{id}/why', id],
    queryFn: async ({ signal }) => must(await api.GET('/bans/{id}/why', { params: { path: { id } }, signal })),
    staleTime: 60_000,
  })
