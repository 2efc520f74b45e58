import { Trans } from '@lingui/react/macro'
import type { Ban } from '@/api/types'
import { formatDuration } from '@/lib/duration'
import { RelativeTime } from '@/ui/RelativeTime'

/** When a ban ends or how it ended. */
export function BanEnd({ ban }: { ban: Ban }) {
  if (!ban.active) return <Ended ban={ban} />
  if (ban.permanent) return <Trans>permanent</Trans>
  if (ban.until) return <RelativeTime at={ban.until} />
  return <Trans>not known</Trans>
}

function Ended({ ban }: { ban: Ban }) {
  const at = ban.ended_at ? <RelativeTime at={ban.ended_at} /> : null
  if (ban.ended_by === 'unbanned') return <Trans>unbanned {at}</Trans>
  if (ban.ended_by === 'expired') return <Trans>expired {at}</Trans>
  return <Trans>ended {at}</Trans>
}

/** How long a ban lasts. */
export function BanLength({ ban }: { ban: Ban }) {
  if (ban.permanent) return <Trans>permanent</Trans>
  return <>{ban.ban_time_seconds === null ? '–' : formatDuration(ban.ban_time_seconds)}</>
}
