import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { Summary } from '@/api/types'
import { useLiveEvents } from '@/api/useLive'
import type { StatsFilter } from '@/lib/statsFilter'
import type { BanActions } from '@/ui/bans/useBanActions'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import { useHeld } from '@/ui/useHeld'
import { usePhone } from '@/ui/usePhone'
import { usePointerInside } from '@/ui/usePointerInside'
import classes from './dashboard.module.css'
import { historyLink } from './links'
import { recentQuery } from './queries'
import { RecentItems } from './RecentItems'
import { RecentTable } from './RecentTable'
import { withEvents } from './recent'
import type { Scope } from './search'
import { useNear } from './useNear'

const NoRecentBans = lazy(() => import('./NoRecentBans').then((m) => ({ default: m.NoRecentBans })))

interface Props extends Scope {
  summary: Summary | undefined
  actions: BanActions
  manyHosts: boolean
  onChange: (filter: StatsFilter) => void
  onClear: () => void
}

/** The newest bans, live. While the pointer is on them or one is looked at, newer ones wait. */
export function RecentBans({ filter, summary, actions, manyHosts, onChange, onClear }: Props) {
  const { t } = useLingui()
  const phone = usePhone()
  const limit = phone ? 10 : 25
  const near = useNear<HTMLDivElement>()
  const options = recentQuery(filter, limit)
  const { data, error, refetch, isPlaceholderData } = useQuery({ ...options, enabled: near.enabled })
  const client = useQueryClient()
  useLiveEvents((events) =>
    client.setQueryData(
      options.queryKey,
      (old) => old && { ...old, items: [...withEvents(old.items, events, filter, limit)] },
    ),
  )
  const { frame, inside } = usePointerInside<HTMLElement>()
  const held = useHeld(data?.items, (inside && !phone) || actions.shown !== undefined)
  const n = held.waiting
  const count = n >= limit ? `${n}+` : plural(n, { one: '#', other: '#' })
  const List = phone ? RecentItems : RecentTable
  return (
    <section id="recent" ref={frame} className={classes.recent}>
      <div ref={near.frame}>
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
            <Skeleton rows={phone ? 19 : limit + 2} />
          ) : held.shown.length === 0 ? (
            <Suspense fallback={<Skeleton rows={4} />}>
              <NoRecentBans
                summary={summary}
                filter={filter}
                more={data.next_cursor !== null}
                onChange={onChange}
                onClear={onClear}
              />
            </Suspense>
          ) : (
            <>
              <List
                bans={held.shown}
                fresh={held.fresh}
                actions={actions}
                manyHosts={manyHosts}
                busy={isPlaceholderData}
              />
              <Link {...historyLink(filter)} className={classes.more}>
                <Trans>Show more in the history</Trans>
              </Link>
            </>
          )}
        </Card>
      </div>
    </section>
  )
}
