import { Trans, useLingui } from '@lingui/react/macro'
import type { Allowance } from '@/api/types'
import { Address } from '@/ui/Address'
import { NamedAddresses } from '@/ui/allow/NamedAddresses'
import { Chip } from '@/ui/Chip'
import { RelativeTime } from '@/ui/RelativeTime'
import type { Guard } from '@/ui/useGuard'
import classes from './allowances.module.css'

/** What can be done with an allowance from any list. */
export interface AllowanceActions {
  show: (one: Allowance) => void
  change: (one: Allowance) => void
  end: (one: Allowance) => void
  guard: Guard
}

export interface AllowanceListProps {
  allowances: readonly Allowance[]
  /** Whether these are those that are over. */
  ended: boolean
  actions: AllowanceActions
}

/** What is allowed: an address or network, or a name with what it stands for. */
export function What({ one }: { one: Allowance }) {
  return (
    <span className={classes.what}>
      <Address value={one.address} plain={one.kind === 'name'} />
      {one.answer && (
        <span className={classes.answer}>
          {one.answer.addresses.length > 0 ? (
            <>
              <NamedAddresses addresses={one.answer.addresses} />
              <AnswerAge answer={one.answer} />
            </>
          ) : (
            <Trans>stands for no address yet</Trans>
          )}
        </span>
      )}
    </span>
  )
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
  const over = one.ended_at ?? one.until
  if (one.active || over === null) return one.until === null ? <Trans>no end</Trans> : <RelativeTime at={one.until} />
  const at = <RelativeTime at={over} />
  if (one.ended_by === 'expired') return <Trans>time was up {at}</Trans>
  return one.ended_actor ? (
    <Trans>
      ended by {one.ended_actor} {at}
    </Trans>
  ) : (
    <Trans>ended {at}</Trans>
  )
}

/** Whether all jails do as it says, and whether its name is known still. */
export function StateChip({ one }: { one: Allowance }) {
  const { t } = useLingui()
  const failed = one.places.filter((place) => place.state === 'failed').length
  if (!one.active && failed === 0 && one.pending_hosts.length === 0) return <Chip>{t`ended`}</Chip>
  if (failed > 0) return <Chip tone="bad">{t`failed in places`}</Chip>
  if (one.pending_hosts.length > 0) return <Chip tone="warn">{t`waits for ${one.pending_hosts.join(', ')}`}</Chip>
  if (one.answer && one.answer.problem !== '') return <Chip tone="warn">{t`no good answer`}</Chip>
  return <Chip tone="ok">{t`in force`}</Chip>
}

/** How old the answer to a name is, and what is wrong with the last one. */
export function AnswerAge({ answer }: { answer: NonNullable<Allowance['answer']> }) {
  if (answer.problem === '' && answer.resolved_at)
    return (
      <Trans>
        asked <RelativeTime at={answer.resolved_at} />
      </Trans>
    )
  if (answer.resolved_at)
    return (
      <Trans>
        as of <RelativeTime at={answer.resolved_at} />, and counting on
      </Trans>
    )
  return answer.tried_at ? (
    <Trans>
      asked in vain <RelativeTime at={answer.tried_at} />
    </Trans>
  ) : (
    <Trans>not asked yet</Trans>
  )
}
