import { Plural, useLingui } from '@lingui/react/macro'
import type { Ban } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { originNames } from '@/ui/filters/words'

/** How many failures led to a ban; a dash for a ban by hand, to which none did. */
export function FailureCount({ ban }: { ban: Ban }) {
  return ban.origin === 'manual' ? '–' : formatCount(ban.failures)
}

/** The same in words, for lists without a head. */
export function FailureWords({ ban }: { ban: Ban }) {
  const { t } = useLingui()
  if (ban.origin === 'manual') return <span>{t(originNames.manual)}</span>
  return <Plural value={ban.failures} one="# failure" other="# failures" />
}
