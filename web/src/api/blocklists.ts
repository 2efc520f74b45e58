import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, must } from './client'
import { invalidatePaths } from './queries'
import type { Blocklist, BlocklistChange, ListPreview, ListPreviewOrder, NewBlocklist } from './types'

/** All block lists by priority and name, with the import of each that is in progress. */
export const blocklistsQuery = queryOptions({
  queryKey: ['get', '/blocklists'],
  queryFn: async ({ signal }) => must(await api.GET('/blocklists', { signal })),
})

/** One block list. */
export const blocklistQuery = (id: Blocklist['id']) =>
  queryOptions({
    queryKey: ['get', '/blocklists/{id}', id],
    queryFn: async ({ signal }) => must(await api.GET('/blocklists/{id}', { params: { path: { id } }, signal })),
  })

/** The well-known lists to pick from, each with the lists that were made from it. */
export const catalogueQuery = queryOptions({
  queryKey: ['get', '/blocklists/catalogue'],
  queryFn: async ({ signal }) => must(await api.GET('/blocklists/catalogue', { signal })),
})

const runsAtOnce = 30
const entriesAtOnce = 100

/** The imports of a list, newest first, by pages. */
export const importsQuery = (id: Blocklist['id']) =>
  infiniteQueryOptions({
    queryKey: ['get', '/blocklists/{id}/runs', id],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: runsAtOnce, cursor: pageParam }
      return must(await api.GET('/blocklists/{id}/runs', { params: { path: { id }, query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

/** One import with the hosts that have brought it into force. */
export const importQuery = (id: Blocklist['id'], run: number) =>
  queryOptions({
    queryKey: ['get', '/blocklists/{id}/runs/{run}', id, run],
    queryFn: async ({ signal }) =>
      must(await api.GET('/blocklists/{id}/runs/{run}', { params: { path: { id, run } }, signal })),
  })

/** The entries of a list by address, by pages; `q` is an address or network that they overlap. */
export const entriesQuery = (id: Blocklist['id'], q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['get', '/blocklists/{id}/entries', id, { q }],
    queryFn: async ({ pageParam, signal }) => {
      const query = { q, limit: entriesAtOnce, cursor: pageParam }
      return must(await api.GET('/blocklists/{id}/entries', { params: { path: { id }, query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

/** What importing a list would come to. Nothing is stored. It takes as long as its server does, 45 seconds at most. */
export async function previewBlocklist(order: ListPreviewOrder): Promise<ListPreview> {
  return must(await api.POST('/blocklists/preview', { body: order }))
}

/** Makes a list; an enabled one is imported within seconds. */
export async function createBlocklist(list: NewBlocklist): Promise<Blocklist> {
  return must(await api.POST('/blocklists', { body: list }))
}

/** Changes a list. What is in force stays until an import from a changed source went well. */
export async function changeBlocklist(id: Blocklist['id'], change: BlocklistChange): Promise<Blocklist> {
  return must(await api.PATCH('/blocklists/{id}', { params: { path: { id } }, body: change }))
}

/** Removes a list: hosts stop blocking what only it has. */
export async function deleteBlocklist(id: Blocklist['id']): Promise<void> {
  await api.DELETE('/blocklists/{id}', { params: { path: { id } } })
}

/** Asks for an import. Fails with `conflict` if one is under way and with `too_many` if the list may not be fetched again that soon. */
export async function importBlocklist(id: Blocklist['id']): Promise<Blocklist> {
  return must(await api.POST('/blocklists/{id}/import', { params: { path: { id } } }))
}

/** Asks the import of a list to stop. It does so at its next step, so the answer still has its job as a rule. */
export async function cancelImport(id: Blocklist['id']): Promise<Blocklist> {
  return must(await api.POST('/blocklists/{id}/cancel', { params: { path: { id } } }))
}

/** Puts into force what waits for somebody to accept it, if it is still `revision`. */
export async function acceptBlocklist(id: Blocklist['id'], revision: number): Promise<Blocklist> {
  return must(await api.POST('/blocklists/{id}/accept', { params: { path: { id } }, body: { revision } }))
}

/** Writes a list as the server has it now into the answers that have it. */
export function putBlocklist(client: QueryClient, list: Blocklist): void {
  client.setQueryData(blocklistQuery(list.id).queryKey, list)
  client.setQueryData(
    blocklistsQuery.queryKey,
    (old) => old && { ...old, items: old.items.map((one) => (one.id === list.id ? list : one)) },
  )
}

/** Fetches anew whatever tells of block lists. */
export function blocklistsChanged(client: QueryClient): void {
  void invalidatePaths(client, ['/blocklists', '/addresses'])
}
