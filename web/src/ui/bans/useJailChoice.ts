import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { hostsQuery, jailsQuery } from '@/api/queries'

/** The hosts, and the jails that run on any of those chosen. The only jail is chosen by itself. */
export function useJailChoice(first: string | undefined) {
  const hosts = useQuery(hostsQuery).data?.items.map((h) => h.name) ?? []
  const [chosenHosts, setHosts] = useState<string[]>([])
  const [picked, setJails] = useState<string[]>(first === undefined ? [] : [first])
  const asked = chosenHosts.length > 0 ? chosenHosts : hosts
  const lists = useQueries({ queries: asked.map(jailsQuery) })
  const running = lists.flatMap((l) => l.data?.items ?? []).filter((jail) => jail.state !== 'stopped')
  const jails = [...new Set(running.map((jail) => jail.name))].sort()
  const there = picked.filter((jail) => jails.includes(jail))
  const chosenJails = there.length === 0 && jails.length === 1 ? jails : there
  return { hosts, chosenHosts, setHosts, jails, chosenJails, setJails }
}
