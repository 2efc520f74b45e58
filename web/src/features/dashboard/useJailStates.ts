import { useQueries } from '@tanstack/react-query'
import { jailsQuery } from '@/api/queries'
import type { Host, JailStatus } from '@/api/types'
import type { StatsFilter } from '@/lib/statsFilter'

/** Of more hosts than these the jails are not asked for one by one; their totals must do. */
const most = 4

/** The jails that the filter lets through with their states; undefined if they are those of too many hosts. */
export function useJailStates(hosts: readonly Host[], { host, jail }: StatsFilter): readonly JailStatus[] | undefined {
  const asked = hosts.filter((h) => !host || h.name === host)
  const few = asked.length <= most
  const lists = useQueries({ queries: few ? asked.map((h) => jailsQuery(h.name)) : [] })
  if (!few) return undefined
  return lists.flatMap((list) => list.data?.items ?? []).filter((j) => !jail || j.name === jail)
}
