import type { Replica } from '@/api/types'

/** How the replicas are together: one process alone, several as one, one that leaves, or something is wrong. */
export interface ReplicasSummary {
  state: 'alone' | 'together' | 'leaving' | 'trouble'
  alive: number
  total: number
  /** Warnings that somebody must do something about; a silent replica counts as not alive instead. */
  warnings: number
}

/** What the states tell already. */
const told: readonly string[] = ['silent', 'stopping']

/** Puts the state of all replicas into a few figures. */
export function summaryOf(replicas: readonly Replica[]): ReplicasSummary {
  const alive = replicas.filter((r) => r.alive).length
  const warnings = replicas.flatMap((r) => r.warnings).filter((w) => !told.includes(w.code)).length
  const total = replicas.length
  const state =
    warnings > 0 || alive < total
      ? 'trouble'
      : replicas.some((r) => r.state === 'stopping')
        ? 'leaving'
        : total > 1
          ? 'together'
          : 'alone'
  return { state, alive, total, warnings }
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
