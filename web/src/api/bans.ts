import { queryOptions } from '@tanstack/react-query'
import { addressKind } from '@/lib/address'
import { ApiError } from '@/lib/problem'
import { api, must } from './client'
import { newestBans } from './newestBans'
import type { paths } from './schema.gen'
import type { Ban, Result } from './types'

export type BanOrder = paths['/bans']['post']['requestBody']['content']['application/json']
export type LiftOrder = NonNullable<paths['/bans']['delete']['requestBody']>['content']['application/json']

/** Most addresses that one order may name. */
export const mostAddresses = 1000

/** One ban with all of its evidence. */
export const banQuery = (id: Ban['id']) =>
  queryOptions({
    queryKey: ['get', '/bans/{id}', id],
    queryFn: async ({ signal }) => must(await api.GET('/bans/{id}', { params: { path: { id } }, signal })),
  })

/** How lists are narrowed to what is banned: an address or a network, or another ban id, such as a user name. */
export function bannedFilter(banned: string): { address?: string; id?: string } {
  return addressKind(banned.toLowerCase()) === undefined ? { id: banned } : { address: banned }
}

/** The newest bans of one address, network or other ban id, whether in force or over. */
export const addressBansQuery = (banned: string) => {
  const filter = bannedFilter(banned)
  return queryOptions({
    queryKey: ['get', '/bans', filter],
    queryFn: ({ signal }) => newestBans({ ...filter, limit: 20 }, signal),
  })
}

/** The name of a network's owner, as the newest of its bans has it; empty if there is none. */
export const networkNameQuery = (asn: number) =>
  queryOptions({
    queryKey: ['network-name', asn],
    queryFn: async ({ signal }) => (await newestBans({ asn, limit: 1 }, signal)).items[0]?.network ?? '',
    staleTime: 600_000,
  })

/** Bans; the answer has a result for each address and host, good or bad. */
export async function orderBans(order: BanOrder): Promise<Result[]> {
  return must(await api.POST('/bans', { body: order })).items
}

/** Lifts bans; the answer tells how many results there are of each outcome, and the first of them. */
export async function liftBans(order: LiftOrder): Promise<{ items: Result[]; summary: Record<string, number> }> {
  return must(await api.DELETE('/bans', { body: order }))
}

/** Orders name addresses, hosts and jails apart, so bans of different jails need orders of their own. */
export function groupBans(bans: readonly Ban[]): { host: string; jail: string; addresses: string[] }[] {
  const groups = new Map<string, { host: string; jail: string; addresses: string[] }>()
  for (const { host, jail, address } of bans) {
    const key = JSON.stringify([host, jail])
    const group = groups.get(key)
    if (group) group.addresses.push(address)
    else groups.set(key, { host, jail, addresses: [address] })
  }
  return [...groups.values()].flatMap(inOrderSize)
}

function inOrderSize<G extends { addresses: string[] }>(group: G): G[] {
  const parts: G[] = []
  for (let i = 0; i < group.addresses.length; i += mostAddresses)
    parts.push({ ...group, addresses: group.addresses.slice(i, i + mostAddresses) })
  return parts
}

/** The results that are none of `good` as one error with the server's words, or nothing if all went well. */
export function complaint(results: readonly Result[], good: readonly Result['outcome'][]): ApiError | undefined {
  const bad = results.filter((r) => !good.includes(r.outcome))
  const first = bad[0]
  if (first === undefined) return undefined
  const more = bad.length > 1 ? ` (+${bad.length - 1})` : ''
  return new ApiError({
    status: 200,
    code: first.code || first.outcome,
    detail: `${first.address}: ${first.message || first.outcome}${more}`,
  })
}
