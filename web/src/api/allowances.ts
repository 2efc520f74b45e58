import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, must } from './client'
import { invalidatePaths } from './queries'
import type { paths } from './schema.gen'
import type { Allowance, Allowed, AllowPreview, Ban } from './types'

export type AllowOrder = paths['/allowlist']['post']['requestBody']['content']['application/json']
export type AllowanceEdit = paths['/allowlist/{id}']['patch']['requestBody']['content']['application/json']

/** Shortest and longest time for which an address can be allowed, in seconds: a minute and a year. */
export const shortestAllowance = 60
export const longestAllowance = 366 * 86_400

/** What the allow list is narrowed to. */
export interface AllowanceFilters {
  /** Those in force, or those that have ended. */
  active: boolean
  /** Those without an end, or those with one. */
  standing?: boolean
  /** Part of the address or name, of the note or of the name of who made it. */
  q?: string
}

const pageSize = 100

const truth = (value: boolean | undefined) => (value === undefined ? undefined : (`${value}` as const))

/** The allow list, newest first, by pages. */
export const allowancesQuery = ({ active, standing, q }: AllowanceFilters) =>
  infiniteQueryOptions({
    queryKey: ['get', '/allowlist', { active, standing, q }],
    queryFn: async ({ pageParam, signal }) => {
      const query = { active: truth(active), standing: truth(standing), q, limit: pageSize, cursor: pageParam }
      return must(await api.GET('/allowlist', { params: { query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

/** Puts addresses, networks and names on the allow list; the answer says for each host and jail what was done. */
export async function orderAllowances(order: AllowOrder): Promise<Allowed> {
  return must(await api.POST('/allowlist', { body: order }))
}

/** What an order would come to: which bans it would lift, what names stand for. Nothing is changed. */
export const allowPreviewQuery = (order: Pick<AllowOrder, 'addresses' | 'hosts' | 'jails'>) =>
  queryOptions({
    queryKey: ['post', '/allowlist/preview', order],
    queryFn: async ({ signal }): Promise<AllowPreview> =>
      must(await api.POST('/allowlist/preview', { body: order, signal })),
    staleTime: 10_000,
    retry: false,
  })

/** Says anew how long an allowance lasts, or what it is for. */
export async function editAllowance(id: Allowance['id'], edit: AllowanceEdit): Promise<Allowance> {
  return must(await api.PATCH('/allowlist/{id}', { params: { path: { id } }, body: edit }))
}

/** Asks the name service now what the name of an allowance stands for. */
export async function resolveAllowance(id: Allowance['id']): Promise<Allowance> {
  return must(await api.POST('/allowlist/{id}/resolve', { params: { path: { id } } }))
}

/** Makes an allowance that was ended once more, for what was left of its time; a minute at least. Bans are left alone. */
export async function allowAgain(one: Allowance): Promise<Allowed> {
  return orderAllowances({
    addresses: [one.address],
    duration_seconds: one.until === null ? undefined : leftOf(one.until),
    hosts: one.hosts.length > 0 ? one.hosts : undefined,
    jails: one.jails.length > 0 ? one.jails : undefined,
    note: one.note || undefined,
    lift: false,
    force: true,
  })
}

function leftOf(until: string): number {
  const left = Math.floor((Date.parse(until) - Date.now()) / 1000)
  return Math.min(longestAllowance, Math.max(shortestAllowance, left))
}

/** Ends an allowance before its time. */
export async function endAllowance(id: Allowance['id']) {
  return must(await api.DELETE('/allowlist/{id}', { params: { path: { id } } }))
}

/** How far the configuration of a host has the entries without an end. */
export const configuredAllowancesQuery = (host: string) =>
  queryOptions({
    queryKey: ['get', '/allowlist/hosts/{host}', host],
    queryFn: async ({ signal }) =>
      must(await api.GET('/allowlist/hosts/{host}', { params: { path: { host } }, signal })),
    staleTime: 30_000,
  })

/** Puts into the draft for a host what its configuration lacks of them. */
export async function draftAllowances(host: string) {
  return must(await api.POST('/allowlist/hosts/{host}/draft', { params: { path: { host } } }))
}

/** What BanGUI knows that must not be blocked, and why. */
export const protectedQuery = queryOptions({
  queryKey: ['get', '/allowlist/protected'],
  queryFn: async ({ signal }) => must(await api.GET('/allowlist/protected', { signal })),
})

/** Fetches anew what allowances and the bans that they lift show in. */
export function allowancesChanged(client: QueryClient): void {
  void invalidatePaths(client, ['/allowlist', '/addresses', '/bans', '/stats', '/hosts'])
  void client.invalidateQueries({ queryKey: ['active-bans'] })
}

/** Which expression of its jail matches each line that led to a ban. */
export const whyQuery = (id: Ban['id']) =>
  queryOptions({
    queryKey: ['get', '/bans/{id}/why', id],
    queryFn: async ({ signal }) => must(await api.GET('/bans/{id}/why', { params: { path: { id } }, signal })),
    staleTime: 60_000,
  })
