import type { ServerInForce } from '@/api/types'

/** fail2ban with a database, that can be restarted. */
export function makeServer(over: Partial<ServerInForce> = {}): ServerInForce {
  return {
    host: 'local',
    at: '2026-10-12T04:00:00Z',
    version: '1.0.2',
    log_level: 'INFO',
    log_target: '/var/log/fail2ban.log',
    syslog_socket: 'auto',
    database: '/var/lib/fail2ban/fail2ban.sqlite3',
    purge_age_seconds: 86_400,
    max_matches: 10,
    bans: 3,
    unit: 'fail2ban.service',
    restart: true,
    restart_obstacle: null,
    ...over,
  }
}
