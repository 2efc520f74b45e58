import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, must } from '@/api/client'
import { invalidatePaths, jailsQuery } from '@/api/queries'
import type { JailDetail, JailStatus } from '@/api/types'

/** A jail is known by its host and its name. */
export interface JailKey {
  host: string
  jail: string
}

/** Everything about one jail. */
export const jailQuery = ({ host, jail }: JailKey) =>
  queryOptions({
    queryKey: ['get', '/hosts/{host}/jails/{jail}', { host, jail }],
    queryFn: async ({ signal }) =>
      must(await api.GET('/hosts/{host}/jails/{jail}', { params: { path: { host, jail } }, signal })),
  })

/** Bans and failures of one jail in the last 24 hours. */
export const jailDayQuery = ({ host, jail }: JailKey) =>
  queryOptions({
    queryKey: ['get', '/stats/summary', { range: '24h', host, jail }],
    queryFn: async ({ signal }) =>
      must(await api.GET('/stats/summary', { params: { query: { range: '24h', host, jail } }, signal })),
    staleTime: 30_000,
  })

/** Writes a jail's new state into every cached answer that has it; what was asked for before may not overwrite it. */
export async function putStatus(client: QueryClient, status: JailStatus): Promise<void> {
  const key = { host: status.host, jail: status.name }
  await client.cancelQueries({ queryKey: jailsQuery(status.host).queryKey })
  await client.cancelQueries({ queryKey: jailQuery(key).queryKey })
  client.setQueryData(
    jailsQuery(status.host).queryKey,
    (old) => old && { ...old, items: old.items.map((j) => (j.name === status.name ? { ...j, ...status } : j)) },
  )
  client.setQueryData(jailQuery(key).queryKey, (old) => old && withStatus(old, status))
}

function withStatus(old: JailDetail, status: JailStatus): JailDetail {
  return { ...old, ...status, settings: status.state === 'stopped' ? null : old.settings }
}

/** Writes a jail's new settings into the cache. */
export async function putDetail(client: QueryClient, detail: JailDetail): Promise<void> {
  const key = jailQuery({ host: detail.host, jail: detail.name }).queryKey
  await client.cancelQueries({ queryKey: key })
  client.setQueryData(key, detail)
}

/** fail2ban's counters lag a little behind an order, so they are asked for again somewhat later. */
export function refreshSoon(client: QueryClient): void {
  setTimeout(() => void invalidatePaths(client, ['/hosts', '/stats']), 700)
}
