import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { type HistoryFilters, historyQuery } from '@/api/history'
import { allBans, matches, type Pages, renewed } from '@/api/historyPages'
import { newestBans } from '@/api/newestBans'
import type { Ban } from '@/api/types'
import { useLiveEvents } from '@/api/useLive'

/** How far a search has come that is not over. */
export interface Search {
  /** RFC 3339. */
  back: string
  stopped: boolean
}

/**
 * The bans of the history that match. What is shown stays in its place: bans that end are marked, new ones wait. A search that takes
 * long goes on by itself while its end is in sight, until it is stopped.
 */
export function useHistory(filters: HistoryFilters, opened: number) {
  const client = useQueryClient()
  const options = historyQuery(filters, opened)
  const query = useInfiniteQuery({ ...options, placeholderData: keepPreviousData })
  const key = JSON.stringify(options.queryKey)
  const [stoppedKey, setStopped] = useState('')
  const bans = useMemo(() => allBans(query.data), [query.data])
  const waiting = useWaiting(filters, key, bans, (told) =>
    client.setQueryData<Pages>(options.queryKey, (old) => (old ? renewed(old, told) : old)),
  )
  const last = query.data?.pages.at(-1)
  const stopped = stoppedKey === key
  const search: Search | undefined =
    query.hasNextPage && last?.searched_to && !query.isPlaceholderData ? { back: last.searched_to, stopped } : undefined
  const next = () => {
    if (query.hasNextPage && !query.isFetching && !query.isError && !(search && stopped)) void query.fetchNextPage()
  }
  const step = `${key} ${query.data?.pages.length ?? 0} ${query.isFetching} ${query.isError}`
  // A list of which nothing is shown yet has no end that could come in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step stands for all that matters
  useEffect(() => {
    if (bans.length === 0) next()
  }, [step])
  return {
    ...query,
    bans,
    waiting,
    search,
    stop: () => setStopped(key),
    goOn: () => {
      setStopped('')
      void query.fetchNextPage()
    },
    next,
    /** Changes whenever there may be more to fetch. */
    step,
  }
}

/** How many bans came since the list was opened. After a gap in the stream the newest ones are asked for. */
function useWaiting(
  filters: HistoryFilters,
  key: string,
  bans: readonly Ban[],
  renew: (told: readonly Ban[]) => void,
): number {
  const [waiting, setWaiting] = useState<ReadonlySet<Ban['id']>>(new Set())
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits belongs to the list
  useEffect(() => setWaiting(new Set()), [key])
  const take = (told: readonly Ban[]) => {
    renew(told)
    const came = told.filter((ban) => matches(ban, filters)).map((ban) => ban.id)
    if (came.length > 0) setWaiting((old) => new Set([...old, ...came]))
  }
  useLiveEvents((events) => {
    take(events.flatMap((e) => (e.kind === 'ban' ? [e.ban] : [])))
    renew(events.flatMap((e) => (e.kind === 'unban' ? [e.ban] : [])))
    if (events.some((e) => e.kind === 'resync'))
      void newestBans({ ...filters, limit: mostMissed }).then(
        ({ items }) => take(items),
        () => undefined,
      )
  })
  const known = new Set(bans.map((ban) => ban.id))
  const newer = bans[0]?.id ?? 0
  return bans.length === 0 ? waiting.size : [...waiting].filter((id) => !known.has(id) && id > newer).length
}

const mostMissed = 100
