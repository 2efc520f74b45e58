import { useQueries, useQuery } from '@tanstack/react-query'
import { hostsQuery, jailsQuery } from '@/api/queries'
import type { JailStatus } from '@/api/types'

/** The jails of one host as last told, and whether that is how they are now. */
export interface HostJails {
  name: string
  jails: readonly JailStatus[]
  reachable: boolean
  asOf: string | null
}

interface Answer {
  /** Undefined until the first answer. */
  hosts: HostJails[] | undefined
  /** What went wrong, if nothing can be shown because of it. */
  error: unknown
  fetching: boolean
  retry: () => void
}

/** The jails of all hosts, or of the one named. */
export function useHostJails(only: string | undefined): Answer {
  const list = useQuery(hostsQuery)
  const names = list.data?.items.map((h) => h.name).filter((name) => only === undefined || name === only) ?? []
  const answers = useQueries({ queries: names.map(jailsQuery) })
  const hosts = answers.flatMap(({ data }, i): HostJails[] =>
    data ? [{ name: names[i] ?? '', jails: data.items, reachable: data.reachable, asOf: data.as_of }] : [],
  )
  const failed = answers.find((a) => a.isError && !a.data)
  const complete = list.data !== undefined && answers.every((a) => a.data || a.isError)
  return {
    hosts: complete && !(failed && hosts.length === 0) ? hosts : undefined,
    error: (list.data ? undefined : list.error) ?? (hosts.length === 0 ? failed?.error : undefined),
    fetching: answers.some((a) => a.isFetching && a.data !== undefined),
    retry: () => {
      void list.refetch()
      for (const answer of answers) void answer.refetch()
    },
  }
}

/** Only the jails whose names have `text` in them; hosts without any are left out. */
export function narrow(hosts: readonly HostJails[], text: string): HostJails[] {
  const wanted = text.trim().toLowerCase()
  return hosts
    .map((host) => ({ ...host, jails: host.jails.filter((j) => j.name.toLowerCase().includes(wanted)) }))
    .filter((host) => host.jails.length > 0)
}
