import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type LogFilters, logQuery, newerRecords } from '@/api/log'
import type { LogRecord } from '@/api/types'

/** How often it is asked for news. */
const followMs = 2_000
/** How many new records are kept. */
const mostFresh = 5_000

/** A record with a number that stays its own: new ones count up from 1, those from before down from -1. 0 stands for what is left out between. */
export interface NumberedRecord extends LogRecord {
  n: number
  /** How many records are left out in this place. */
  leftOut?: number
}

interface News {
  /** Oldest first. */
  records: NumberedRecord[]
  tail: string | null
  /** How many of them are shown. */
  shown: number
}

const none: News = { records: [], tail: null, shown: 0 }

/**
 * fail2ban's log, newest first. While `following`, what is new is asked for; while `held`, it waits and the list stays as it is.
 * Mount it anew for another host or other filters.
 */
export function useLog(host: string, filters: LogFilters, following: boolean, held: boolean) {
  const query = useInfiniteQuery(logQuery(host, filters))
  const [news, setNews] = useState<News>(none)
  const [failing, setFailing] = useState(false)
  const [asOf, setAsOf] = useState<number>()
  const tail = news.tail ?? query.data?.pages[0]?.tail_cursor ?? null
  const latest = useRef({ tail, filters, held })
  useEffect(() => {
    latest.current = { tail, filters, held }
  })
  const ready = tail !== null
  useEffect(() => {
    if (!following || !ready) return
    const controller = new AbortController()
    const ask = async () => {
      const { tail, filters, held } = latest.current
      if (document.hidden || tail === null) return
      try {
        const page = await newerRecords(host, filters, tail, controller.signal)
        if (controller.signal.aborted) return
        setNews((old) => withNews(old, page.items, page.tail_cursor ?? tail, held))
        setFailing(false)
        setAsOf(Date.now())
      } catch {
        if (!controller.signal.aborted) setFailing(true)
      }
    }
    let timer: ReturnType<typeof setTimeout>
    const again = async () => {
      await ask()
      if (!controller.signal.aborted) timer = setTimeout(again, followMs)
    }
    timer = setTimeout(again, followMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [host, following, ready])
  const older = (query.data?.pages ?? []).flatMap((page) => [...page.items].reverse())
  // New records are numbered without a gap, so the first tells how many were dropped before it.
  const leftOut = (news.records[0]?.n ?? 1) - 1
  const records = [
    ...news.records.slice(0, news.shown).reverse(),
    ...(leftOut > 0 ? [{ n: 0, leftOut, at: '', level: '', logger: '', message: '' }] : []),
    ...older.map((record, i): NumberedRecord => ({ ...record, n: -1 - i })),
  ]
  return {
    query,
    records,
    waiting: news.records.length - news.shown,
    release: () => setNews((old) => ({ ...old, shown: old.records.length })),
    failing,
    asOf,
  }
}

function withNews(old: News, items: readonly LogRecord[], tail: string, held: boolean): News {
  const first = (old.records.at(-1)?.n ?? 0) + 1
  const all = [...old.records, ...items.map((record, i) => ({ ...record, n: first + i }))]
  const drop = Math.max(0, all.length - mostFresh)
  return { records: all.slice(drop), tail, shown: held ? Math.max(0, old.shown - drop) : all.length - drop }
}
