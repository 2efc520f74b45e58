import type { Ban, Result } from '@/api/types'

/** A detected ban in force, with what a test does not care about filled in. */
export function makeBan(over: Partial<Ban> = {}): Ban {
  return {
    id: 1,
    host: 'local',
    jail: 'sshd',
    address: '192.0.2.1',
    banned_at: '2026-10-12T04:00:00Z',
    until: '2026-10-12T05:00:00Z',
    ban_time_seconds: 3600,
    permanent: false,
    active: true,
    ended_at: null,
    ended_by: null,
    ended_actor: '',
    origin: 'detected',
    actor: '',
    reason: '',
    failures: 5,
    count: 1,
    evidence: ['Failed password for root from 192.0.2.1'],
    evidence_lines: 1,
    country: 'NL',
    ...over,
  }
}

/** The result of an order for one address. */
export function makeResult(over: Partial<Result> = {}): Result {
  return {
    address: '192.0.2.1',
    host: 'local',
    jail: 'sshd',
    outcome: 'banned',
    code: '',
    message: '',
    ban_id: null,
    ...over,
  }
}
