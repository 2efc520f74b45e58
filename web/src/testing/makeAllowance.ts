import type { Allowance } from '@/api/types'

/** An allowance in all jails that lasts for a day still. */
export function makeAllowance(over: Partial<Allowance> = {}): Allowance {
  return {
    id: 1,
    kind: 'address',
    address: '192.0.2.1',
    answer: null,
    hosts: [],
    jails: [],
    lift: true,
    note: '',
    by: 'ada',
    created_at: new Date(Date.now() - 3_600_000).toISOString(),
    until: new Date(Date.now() + 86_400_000).toISOString(),
    active: true,
    ended_at: null,
    ended_by: null,
    ended_actor: '',
    places: [],
    pending_hosts: [],
    ...over,
  }
}
