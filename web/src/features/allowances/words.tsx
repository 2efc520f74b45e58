import { Trans, useLingui } from '@lingui/react/macro'
import type { Allowance } from '@/api/types'
import { Chip } from '@/ui/Chip'
import { RelativeTime } from '@/ui/RelativeTime'
import type { Guard } from '@/ui/useGuard'

/** What can be done with an allowance from any list. */
export interface AllowanceActions {
  show: (one: Allowance) => void
  extend: (one: Allowance) => void
  end: (one: Allowance) => void
  guard: Guard
}

export interface AllowanceListProps {
  allowances: readonly Allowance[]
  /** Whether these are those that are over. */
  ended: boolean
  actions: AllowanceActions
}

/** In which jails, and on which hosts if not on all. */
export function Where({ one }: { one: Allowance }) {
  const { t } = useLingui()
  return (
    <>
      {one.jails.length > 0 ? one.jails.join(', ') : t`all jails`}
      {one.hosts.length > 0 && <span className="dim"> · {t`on ${one.hosts.join(', ')}`}</span>}
    </>
  )
}

/** When it ends, or when and how it ended. */
export function Until({ one }: { one: Allowance }) {
  if (one.active) return <RelativeTime at={one.until} />
  const at = <RelativeTime at={one.ended_at ?? one.until} />
  if (one.ended_by === 'expired') return <Trans>time was up {at}</Trans>
  return one.ended_actor ? (
    <Trans>
      ended by {one.ended_actor} {at}
    </Trans>
  ) : (
    <Trans>ended {at}</Trans>
  )
}

/** Whether all jails do as it says. */
export function StateChip({ one }: { one: Allowance }) {
  const { t } = useLingui()
  const failed = one.places.filter((place) => place.state === 'failed').length
  if (failed > 0) return <Chip tone="bad">{t`failed in places`}</Chip>
  if (one.pending_hosts.length > 0) return <Chip tone="warn">{t`waits for ${one.pending_hosts.join(', ')}`}</Chip>
  return one.active ? <Chip tone="ok">{t`in force`}</Chip> : <Chip>{t`ended`}</Chip>
}
