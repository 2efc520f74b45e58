import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { type ActiveFilters, activeBansQuery } from '@/api/activeBans'
import type { Ban } from '@/api/types'
import { useLiveEvents } from '@/api/useLive'
import { allBans, matches, type Pages, queued, withBans, withEnded, withoutEnded } from './live'

/**
 * The active bans that match, kept in step with the live stream. While `held`, rows keep their places: new bans wait, and
 * bans that end are marked in place.
 */
export function useActiveBans(filters: ActiveFilters, held: boolean) {
  const client = useQueryClient()
  const options = activeBansQuery(filters)
  const query = useInfiniteQuery({ ...options, placeholderData: (old) => old })
  const [waiting, setWaiting] = useState<readonly Ban[]>([])
  const patch = (change: (pages: Pages) => Pages) =>
    client.setQueryData(options.queryKey, (old) => (old ? change(old) : old))
  const release = () => {
    if (waiting.length > 0) patch((pages) => withBans(pages, waiting))
    setWaiting([])
    patch(withoutEnded)
  }
  useLiveEvents((events) => {
    const ended = events.flatMap((e) => (e.kind === 'unban' ? [e.ban] : []))
    const told = events.flatMap((e) => (e.kind === 'ban' && e.ban.active && matches(e.ban, filters) ? [e.ban] : []))
    const made = queued([], told, ended)
    if (ended.length > 0) patch((pages) => (held ? withEnded(pages, ended) : withoutEnded(withEnded(pages, ended))))
    if (held) setWaiting((old) => queued(old, told, ended))
    else if (made.length > 0) patch((pages) => withBans(pages, made))
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the end of holding lets them in
  useEffect(() => {
    if (!held) release()
  }, [held])
  const key = JSON.stringify(filters)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits belongs to the filter
  useEffect(() => setWaiting([]), [key])
  const bans = useMemo(() => allBans(query.data), [query.data])
  return {
    ...query,
    bans,
    total: query.data?.pages[0]?.total,
    waiting: waiting.filter((ban) => !bans.some((b) => b.id === ban.id)).length,
    release,
  }
}
