import { useLingui } from '@lingui/react/macro'
import { useMay } from '@/api/may'

export interface Guard {
  allowed: boolean
  /** Why not, in words; empty if allowed. */
  reason: string
  /** For a button: disabled with the reason as its title, or nothing. */
  button: { disabled?: boolean; title?: string }
}

type Permission =
  | 'bans.write'
  | 'jails.control'
  | 'jails.write'
  | 'jobs.run'
  | 'jobs.write'
  | 'config.write'
  | 'server.control'
  | 'blocklists.import'
  | 'blocklists.write'

/** What the one who is signed in may not do is shown, disabled, with who may. */
export function useGuard(permission: Permission): Guard {
  const { t } = useLingui()
  const allowed = useMay(permission)
  if (allowed) return { allowed, reason: '', button: {} }
  const reasons: Record<Permission, string> = {
    'bans.write': t`Only operators and administrators may ban and unban.`,
    'jails.control': t`Only administrators may start and stop jails.`,
    'jails.write': t`Only administrators may change jails.`,
    'jobs.run': t`Only administrators may start and cancel jobs.`,
    'jobs.write': t`Only administrators may change schedules.`,
    'config.write': t`Only administrators may change the configuration.`,
    'server.control': t`Only administrators may control fail2ban.`,
    'blocklists.import': t`Only operators and administrators may import block lists.`,
    'blocklists.write': t`Only administrators may change what is blocked from lists.`,
  }
  const reason = reasons[permission]
  return { allowed, reason, button: { disabled: true, title: reason } }
}
