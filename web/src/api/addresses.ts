import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { bannedFilter } from './bans'
import { api, must } from './client'
import { newestBans } from './newestBans'

/** An address, or with `prefix` the network of so many bits around it. */
export interface AddressKey {
  address: string
  prefix?: number
}

const params = ({ address, prefix }: AddressKey) => ({ path: { address }, query: { prefix } })

/** All that is known of an address or network. */
export const addressQuery = (key: AddressKey) =>
  queryOptions({
    queryKey: ['get', '/addresses/{address}', key],
    queryFn: async ({ signal }) => must(await api.GET('/addresses/{address}', { params: params(key), signal })),
  })

/** The names that the name service tells; the address becomes known to it, so that it is asked only on demand. */
export const addressNameQuery = (key: AddressKey) =>
  queryOptions({
    queryKey: ['address-name', key],
    queryFn: async ({ signal }) =>
      must(await api.GET('/addresses/{address}/name', { params: params(key), signal })).names,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

const pageSize = 25

/** What the list of an address's bans is narrowed to: all of them, or those of a time. */
export interface AddressBansFilters {
  /** An address, a network in CIDR notation, or another ban id. */
  address: string
  from?: string
  to?: string
}

/** Every ban of an address or network, newest first, by short pages. */
export const addressBanPagesQuery = ({ address, ...time }: AddressBansFilters) =>
  infiniteQueryOptions({
    queryKey: ['get', '/bans', { address, ...time }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      newestBans({ ...bannedFilter(address), ...time, limit: pageSize, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
