import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { BanActions } from '@/ui/bans/useBanActions'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import { useHeld } from '@/ui/useHeld'
import { usePhone } from '@/ui/usePhone'
import { usePointerInside } from '@/ui/usePointerInside'
import classes from './dashboard.module.css'
import { recentQuery, type Scope } from './queries'
import { RecentItems } from './RecentItems'
import { RecentTable } from './RecentTable'

interface Props {
  scope: Scope
  actions: BanActions
  manyHosts: boolean
  /** Shown if there are none: why, and what to do. */
  empty: ReactNode
}

/** The newest bans, live. While the pointer is on them or one is looked at, newer ones wait. */
export function RecentBans({ scope, actions, manyHosts, empty }: Props) {
  const { t } = useLingui()
  const phone = usePhone()
  const limit = phone ? 10 : 25
  const { data, error, refetch, isPlaceholderData } = useQuery(recentQuery(scope, limit))
  const { frame, inside } = usePointerInside<HTMLElement>()
  const held = useHeld(data, (inside && !phone) || actions.shown !== undefined)
  const n = held.waiting
  const count = n >= limit ? `${n}+` : plural(n, { one: '#', other: '#' })
  const List = phone ? RecentItems : RecentTable
  return (
    <section id="recent" ref={frame} className={classes.recent}>
      <Card
        title={t`Recent bans`}
        flush
        aside={
          n > 0 && (
            <button type="button" className={classes.waiting} onClick={held.release}>
              {t`${count} new – show`}
            </button>
          )
        }
      >
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={phone ? 19 : limit + 1} />
        ) : held.shown.length === 0 ? (
          empty
        ) : (
          <List bans={held.shown} fresh={held.fresh} actions={actions} manyHosts={manyHosts} busy={isPlaceholderData} />
        )}
      </Card>
    </section>
  )
}
