import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { apiRoot } from './base'
import { Live, type LiveEvent, type LiveState } from './live'
import { hostsQuery, invalidatePaths } from './queries'

/** The stream of this tab; the shell starts and stops it. */
export const live = new Live(`${apiRoot}/events`)

/** How the stream is doing, for the indicator in the top bar. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(live.watch, live.state)
}

/** Calls `handler` with each batch of events while the component is shown. */
export function useLiveEvents(handler: (events: readonly LiveEvent[]) => void): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => live.subscribe((events) => latest.current(events)), [])
}

/** Keeps the stream open while the shell is shown, and the cached answers in step with what it tells. */
export function useLiveCache(): void {
  const client = useQueryClient()
  useLiveEvents((events) => applyEvents(client, events))
  useEffect(() => {
    live.start()
    return () => live.stop()
  }, [])
}

/** Brings cached answers into line with a batch: hosts are patched in place, what depends on bans or jails is fetched anew. */
export function applyEvents(client: QueryClient, events: readonly LiveEvent[]): void {
  const has = (...kinds: LiveEvent['kind'][]) => events.some((e) => kinds.includes(e.kind))
  if (has('resync')) {
    void client.invalidateQueries()
    return
  }
  for (const event of events) if (event.kind === 'host') patchHost(client, event.host)
  if (has('ban', 'unban')) void invalidatePaths(client, ['/bans', '/stats', '/hosts'])
  else if (has('jail', 'host')) void invalidatePaths(client, ['/hosts'])
}

function patchHost(client: QueryClient, host: Extract<LiveEvent, { kind: 'host' }>['host']): void {
  client.setQueryData(
    hostsQuery.queryKey,
    (old) => old && { ...old, items: old.items.map((h) => (h.name === host.name ? { ...h, ...host } : h)) },
  )
}
