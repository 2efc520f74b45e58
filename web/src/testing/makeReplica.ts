import type { Replica } from '@/api/types'

/** A replica that serves, alone. */
export function makeReplica(over: Partial<Replica> = {}): Replica {
  return {
    id: 'web-1/4711/k3f9',
    machine: 'web-1',
    pid: 4711,
    version: '0.3.0',
    state: 'serving',
    self: false,
    alive: true,
    url: 'http://10.0.0.1:8080',
    address: '10.0.0.1:40123',
    started_at: '2026-10-12T04:00:00Z',
    beat_at: '2026-10-12T05:00:00Z',
    silent_seconds: 1,
    clock_skew_ms: 4,
    linked: [],
    hosts: ['local'],
    standby: [],
    tasks: [],
    warnings: [],
    ...over,
  }
}
