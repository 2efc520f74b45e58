import type { Ban, Host, JailStatus, Result, Summary } from '@/api/types'

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
    asn: 0,
    network: '',
    repeats: 0,
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

/** A host that answers, with four running jails. */
export function makeHost(over: Partial<Host> = {}): Host {
  return {
    name: 'local',
    local: true,
    holder: 'web-1/4711/k3f9',
    reachable: true,
    problem: null,
    as_of: '2026-10-12T04:00:00Z',
    age_seconds: 0,
    last_seen_at: '2026-10-12T04:00:00Z',
    version: '1.0.2',
    paths: { socket: '', config_dir: '', database: '', log: '' },
    log_level: 'INFO',
    purge_age_seconds: 86_400,
    jails: { total: 1, running: 1, idle: 0, stopped: 0 },
    failed_now: 0,
    failed_total: 0,
    banned_now: 0,
    banned_total: 0,
    last_ban_at: null,
    ...over,
  }
}

/** A running jail. */
export function makeJail(over: Partial<JailStatus> = {}): JailStatus {
  return {
    host: 'local',
    name: 'sshd',
    state: 'running',
    backend: 'systemd',
    failed_now: 1,
    failed_total: 10,
    banned_now: 2,
    banned_total: 5,
    bans_24h: 3,
    ...over,
  }
}

/** Figures of a quiet day. */
export function makeSummary(over: Partial<Summary> = {}): Summary {
  return {
    range: '24h',
    from: '2026-10-11T04:00:00Z',
    to: '2026-10-12T04:00:00Z',
    active_bans: 2,
    bans: 12,
    bans_before: 10,
    failures: 60,
    failures_before: 60,
    hosts: { total: 1, reachable: 1 },
    jails: { total: 1, running: 1, idle: 0, stopped: 0 },
    versions: ['1.0.2'],
    last_ban_at: null,
    series: { bans: [], failures: [] },
    bucket_seconds: 3600,
    timezone: 'UTC',
    estimated: false,
    ...over,
  }
}
