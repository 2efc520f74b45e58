import type { Config, ConfigFinding, ConfigJail, ConfigOption, ConfigSetOption, ConfigValue } from '@/api/types'

/** An option of jails, with what a test does not care about filled in. */
export function makeConfigOption(over: Partial<ConfigOption> = {}): ConfigOption {
  return {
    scope: 'jail',
    group: 'bans',
    name: 'bantime',
    section: '',
    label: '',
    help: '',
    warning: '',
    variable: false,
    type: 'text',
    unit: '',
    minimum: null,
    choices: [],
    separator: '',
    default: '',
    placeholder: '',
    since: '',
    ...over,
  }
}

/** An option that jail.conf sets. */
export function makeSetOption(name: string, value: Partial<ConfigValue> = {}): ConfigSetOption {
  return {
    name,
    hidden: [],
    failed: '',
    value: {
      text: 'x',
      none: false,
      cut: false,
      origin: 'file',
      place: { file: 'jail.conf', line: 7, end: 7, section: 'DEFAULT', option: name, text: 'x' },
      uses: [],
      more_uses: false,
      ...value,
    },
  }
}

/** A finding about a line of jail.conf. */
export function makeFinding(over: Partial<ConfigFinding> = {}): ConfigFinding {
  return {
    code: 'time',
    severity: 'error',
    file: 'jail.conf',
    line: 3,
    jail: '',
    option: '',
    message: 'bantime is no length of time',
    mend: 'write seconds',
    ...over,
  }
}

/** A jail that is enabled. */
export function makeConfigJail(over: Partial<ConfigJail> = {}): ConfigJail {
  return {
    name: 'sshd',
    enabled: true,
    enabled_at: null,
    filter: 'sshd',
    backend: 'systemd',
    actions: ['nftables'],
    log_paths: [],
    files: ['jail.conf'],
    ours: false,
    skipped: '',
    findings: { fatal: 0, errors: 0, warnings: 0, advice: 0 },
    ...over,
  }
}

/** A configuration with nothing in it. */
export function makeConfig(over: Partial<Config> = {}): Config {
  return {
    host: 'local',
    at: '2026-10-12T04:00:00Z',
    version: '1.0.2',
    version_assumed: false,
    dir: '/etc/fail2ban',
    obstacle: null,
    files: [],
    jails: [],
    filters: [],
    actions: [],
    findings: [],
    next_cursor: null,
    ...over,
  }
}
