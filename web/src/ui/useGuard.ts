import { useLingui } from '@lingui/react/macro'
import { useMay } from '@/api/may'

export interface Guard {
  allowed: boolean
  /** Why not, in words; empty if allowed. */
  reason: string
  /** For a button: disabled with the reason as its title, or nothing. */
  button: { disabled?: boolean; title?: string }
}

/** What the one who is signed in may not do is shown, disabled, with who may. */
export function useGuard(permission: 'bans.write' | 'jails.control' | 'jails.write'): Guard {
  const { t } = useLingui()
  const allowed = useMay(permission)
  if (allowed) return { allowed, reason: '', button: {} }
  const reason =
    permission === 'bans.write'
      ? t`Only operators and administrators may ban and unban.`
      : permission === 'jails.control'
        ? t`Only administrators may start and stop jails.`
        : t`Only administrators may change jails.`
  return { allowed, reason, button: { disabled: true, title: reason } }
}
