import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, must } from './client'
import { invalidatePaths } from './queries'
import type { paths } from './schema.gen'
import type { Allowance, Allowed, Ban } from './types'

export type AllowOrder = paths['/allowances']['post']['requestBody']['content']['application/json']

/** Shortest and longest time for which an address can be allowed, in seconds: a minute and 90 days. */
export const shortestAllowance = 60
export const longestAllowance = 90 * 86_400

/** What the list of allowances is narrowed to. */
export interface AllowanceFilters {
  /** Those in force, or those that have ended. */
  active: boolean
  /** Part of the address, of the reason or of the name of who made it. */
  q?: string
}

const pageSize = 100

/** Allowances, newest first, by pages. */
export const allowancesQuery = ({ active, q }: AllowanceFilters) =>
  infiniteQueryOptions({
    queryKey: ['get', '/allowances', { active, q }],
    queryFn: async ({ pageParam, signal }) => {
      const query = { active: active ? ('true' as const) : ('false' as const), q, limit: pageSize, cursor: pageParam }
      return must(await api.GET('/allowances', { params: { query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

/** Has jails ignore addresses for a time; the answer says for each host and jail what was done. */
export async function orderAllowances(order: AllowOrder): Promise<Allowed> {
  return must(await api.POST('/allowances', { body: order }))
}

/** Makes an allowance last so many seconds from now. */
export async function extendAllowance(id: Allowance['id'], seconds: number): Promise<Allowance> {
  return must(await api.PATCH('/allowances/{id}', { params: { path: { id } }, body: { duration_seconds: seconds } }))
}

/** Makes an allowance that was ended once more, for what was left of its time; a minute at least. Bans are left alone. */
export async function allowAgain(one: Allowance): Promise<Allowed> {
  const left = Math.floor((Date.parse(one.until) - Date.now()) / 1000)
  return orderAllowances({
    addresses: [one.address],
    duration_seconds: Math.min(longestAllowance, Math.max(shortestAllowance, left)),
    hosts: one.hosts.length > 0 ? one.hosts : undefined,
    jails: one.jails.length > 0 ? one.jails : undefined,
    reason: one.reason || undefined,
    lift: false,
    force: true,
  })
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
