import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, must } from './client'
import { invalidatePaths } from './queries'
import type { ServerInForce } from './types'

/** What is in force for fail2ban as a whole. */
export const serverQuery = (host: string) =>
  queryOptions({
    queryKey: ['get', '/hosts/{host}/server', { host }],
    queryFn: async ({ signal }): Promise<ServerInForce> =>
      must(await api.GET('/hosts/{host}/server', { params: { path: { host } }, signal })),
  })

/** Has fail2ban open its log anew. */
export async function flushLogs(host: string): Promise<ServerInForce> {
  return must(await api.POST('/hosts/{host}/server/flush-logs', { params: { path: { host } } }))
}

/** Has fail2ban stopped and started; `loss` if bans may be lost by that. */
export async function restartServer(host: string, loss: boolean): Promise<ServerInForce> {
  const body = { accept_loss: loss }
  return must(await api.POST('/hosts/{host}/server/restart', { params: { path: { host } }, body }))
}

/** Fetches anew what a restart changes. */
export function serverChanged(client: QueryClient): void {
  void invalidatePaths(client, ['/hosts', '/bans'])
}
