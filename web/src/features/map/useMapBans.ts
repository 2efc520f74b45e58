import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { type HistoryFilters, historyQuery } from '@/api/history'
import { allBans, latest, matches, type Pages, renewed, withBans } from '@/api/historyPages'
import { newestBans } from '@/api/newestBans'
import type { Ban } from '@/api/types'
import { useLiveEvents } from '@/api/useLive'

/** All bans that match, page by page, kept in step with the live stream. While `held`, new ones wait until they are let in. */
export function useMapBans(filters: HistoryFilters, held: boolean) {
  const client = useQueryClient()
  const [opened, setOpened] = useState(Date.now)
  const options = historyQuery(filters, opened)
  const query = useInfiniteQuery({ ...options, placeholderData: (old) => old })
  const bans = useMemo(() => allBans(query.data), [query.data])
  const [waiting, setWaiting] = useState<readonly Ban[]>([])
  const patch = (change: (pages: Pages) => Pages) =>
    client.setQueryData<Pages>(options.queryKey, (old) => (old ? change(old) : old))
  const release = () => {
    if (waiting.length > 0) patch((pages) => withBans(pages, waiting))
    setWaiting([])
  }
  const take = (told: readonly Ban[]) => {
    if (told.length === 0) return
    if (held) setWaiting((old) => latest([...old, ...told]))
    patch((pages) => (held ? renewed(pages, told) : withBans(pages, told)))
  }
  const end = (told: readonly Ban[]) => {
    if (told.length === 0) return
    setWaiting((old) => old.map((ban) => told.find(({ id }) => id === ban.id) ?? ban))
    patch((pages) => renewed(pages, told))
  }
  /** After a gap in the stream: the newest are put on top, or the list is opened anew if they do not reach what is there. */
  const catchUp = (newest: readonly Ban[]) => {
    const known = new Set([...bans, ...waiting].map((ban) => ban.id))
    if (newest.length < mostMissed || newest.some((ban) => known.has(ban.id))) take(newest)
    else setOpened(Date.now())
  }
  useLiveEvents((events) => {
    take(events.flatMap((e) => (e.kind === 'ban' && matches(e.ban, filters) ? [e.ban] : [])))
    end(events.flatMap((e) => (e.kind === 'unban' ? [e.ban] : [])))
    if (events.some((e) => e.kind === 'resync'))
      void newestBans({ ...filters, limit: mostMissed }).then(
        ({ items }) => catchUp(items),
        () => undefined,
      )
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the end of holding lets them in
  useEffect(() => {
    if (!held) release()
  }, [held])
  const known = new Set(bans.map((ban) => ban.id))
  return {
    ...query,
    bans,
    /** How far back the search has come, while it goes on. */
    searchedTo: query.data?.pages.at(-1)?.searched_to ?? undefined,
    waiting: waiting.filter((ban) => !known.has(ban.id)).length,
    release,
    next: () => {
      if (query.hasNextPage && !query.isFetching && !query.isError) void query.fetchNextPage()
    },
    /** Changes whenever there may be more to fetch: a page can be empty and yet not be the last one. */
    step: `${query.data?.pages.length ?? 0} ${query.isFetching} ${query.isError}`,
  }
}

const mostMissed = 100
