import { useQuery } from '@tanstack/react-query'
import { replicasQuery } from '@/api/replicas'
import type { Replica } from '@/api/types'

/** Names replicas for people by their IDs: the machine, with the process where a machine has several or the replica is gone. */
export function useReplicaNames(): (id: string) => string {
  const { data } = useQuery({ ...replicasQuery, staleTime: 60_000 })
  return (id) => replicaName(data?.items ?? [], id)
}

/** The name of the replica with this ID (machine/process/…) among those that are known. */
export function replicaName(replicas: readonly Replica[], id: string): string {
  const replica = replicas.find((r) => r.id === id)
  if (!replica) return id.split('/', 2).join(' · ')
  const alone = replicas.filter((r) => r.machine === replica.machine).length === 1
  return alone ? replica.machine : `${replica.machine} · ${replica.pid}`
}
