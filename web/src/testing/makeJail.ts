import type { JailDetail } from '@/api/types'

type Settings = NonNullable<JailDetail['settings']>

/** Settings with what a test does not care about filled in. */
export function makeSettings(over: Partial<Settings> = {}): Settings {
  return {
    ban_time_seconds: 600,
    find_time_seconds: 600,
    max_retry: 5,
    max_matches: 5,
    max_lines: 1,
    use_dns: 'warn',
    ignore_self: true,
    increment: {
      enabled: true,
      factor: '1',
      formula: '',
      multipliers: '1 2 4',
      max_time_seconds: null,
      random_time_seconds: null,
      overall_jails: false,
    },
    ignore: ['127.0.0.0/8', '192.0.2.7'],
    ignore_command: '',
    log_paths: ['/var/log/auth.log'],
    journal_matches: [],
    log_encoding: 'utf-8',
    log_timezone: '',
    pref_regex: '',
    fail_regex: [],
    ignore_regex: [],
    date_pattern: '',
    actions: [],
    ...over,
  }
}

/** A running jail. */
export function makeJail(over: Partial<JailDetail> = {}): JailDetail {
  return {
    host: 'local',
    name: 'sshd',
    state: 'running',
    backend: 'systemd',
    failed_now: 1,
    failed_total: 10,
    banned_now: 3,
    banned_total: 4,
    bans_24h: 4,
    reachable: true,
    as_of: '2026-10-12T04:00:00Z',
    problem: null,
    settings: makeSettings(),
    ...over,
  }
}
