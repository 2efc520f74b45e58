import { useThrottledCallback } from '@mantine/hooks'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { apiRoot } from './base'
import { putJob } from './jobs'
import { Live, type LiveEvent, type LiveState } from './live'
import { hostsQuery, invalidatePaths, refetchBans } from './queries'

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

const settleMs = 2_000

/**
 * Keeps the stream open while the shell is shown, and the cached answers in step with what it tells. What follows from events
 * is fetched at most every two seconds, so that an attack does not become one on our own server.
 */
export function useLiveCache(): void {
  const client = useQueryClient()
  const apply = useThrottledCallback((kinds: Set<LiveEvent['kind']>) => refetchFor(client, kinds), settleMs)
  const pending = useRef(new Set<LiveEvent['kind']>())
  useLiveEvents((events) => {
    for (const event of events) {
      if (event.kind === 'host') patchHost(client, event.host)
      if (event.kind === 'job') putJob(client, event.job)
      // Progress is all in the event; only what follows from an end is to be fetched.
      if (event.kind !== 'job' || event.job.state !== 'running') pending.current.add(event.kind)
    }
    if (pending.current.size > 0) apply(pending.current)
  })
  useEffect(() => {
    live.start()
    return () => live.stop()
  }, [])
}

/** Fetches anew what depends on the kinds of events that came, and empties the set. */
export function refetchFor(client: QueryClient, kinds: Set<LiveEvent['kind']>): void {
  const has = (...some: LiveEvent['kind'][]) => some.some((kind) => kinds.has(kind))
  if (has('resync')) void client.invalidateQueries()
  else {
    if (has('ban', 'unban')) void refetchBans(client)
    else if (has('jail', 'host')) void invalidatePaths(client, ['/stats', '/hosts'])
    if (has('allowance')) void invalidatePaths(client, ['/allowlist', '/addresses'])
    if (has('blocklist')) void invalidatePaths(client, ['/blocklists', '/addresses'])
    if (has('revision')) void invalidatePaths(client, ['/revisions', '/config/'])
    if (has('job')) void invalidatePaths(client, ['/schedules'])
    if (has('job', 'host', 'replica')) void invalidatePaths(client, ['/replicas'])
  }
  kinds.clear()
}

function patchHost(client: QueryClient, host: Extract<LiveEvent, { kind: 'host' }>['host']): void {
  client.setQueryData(
    hostsQuery.queryKey,
    (old) => old && { ...old, items: old.items.map((h) => (h.name === host.name ? { ...h, ...host } : h)) },
  )
}
