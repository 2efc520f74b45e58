import type { Replica } from '@/api/types'

/** How the replicas are together: one process alone, several as one, or something is wrong. */
export interface ReplicasSummary {
  state: 'alone' | 'together' | 'trouble'
  alive: number
  total: number
  warnings: number
}

/** Puts the state of all replicas into a few figures. */
export function summaryOf(replicas: readonly Replica[]): ReplicasSummary {
  const alive = replicas.filter((r) => r.alive).length
  const warnings = replicas.reduce((n, r) => n + r.warnings.length, 0)
  const total = replicas.length
  if (warnings > 0 || alive < total) return { state: 'trouble', alive, total, warnings }
  return { state: total > 1 ? 'together' : 'alone', alive, total, warnings }
}

/** The one that answers first, then those that serve, then those that stop, then the silent ones; each by machine. */
export function inOrder(replicas: readonly Replica[]): Replica[] {
  return [...replicas].sort((a, b) => rank(a) - rank(b) || a.machine.localeCompare(b.machine) || a.pid - b.pid)
}

function rank({ self, alive, state }: Replica): number {
  if (self) return 0
  if (!alive) return 3
  return state === 'serving' ? 1 : 2
}

/** True for a process that has no link to others: SQLite, or `replica_listen` is off. */
export function unlinked(replicas: readonly Replica[]): boolean {
  return replicas.length === 1 && replicas.every((r) => r.address === '' && r.linked.length === 0)
}
