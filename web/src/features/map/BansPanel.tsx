import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { HistoryFilters } from '@/api/history'
import type { StatsFilter } from '@/lib/statsFilter'
import type { BanActions } from '@/ui/bans/useBanActions'
import { ErrorState } from '@/ui/ErrorState'
import { countryLabel } from '@/ui/filters/words'
import { Skeleton } from '@/ui/Skeleton'
import { usePhone } from '@/ui/usePhone'
import { usePointerInside } from '@/ui/usePointerInside'
import { WaitingButton } from '@/ui/WaitingButton'
import { useClock } from '@/ui/zone'
import { BansItems, BansTable } from './BansList'
import classes from './map.module.css'
import { amountQuery } from './queries'
import { useMapBans } from './useMapBans'
import { amountWords } from './words'

interface Props {
  filter: StatsFilter
  /** The same as the list is asked for. */
  filters: HistoryFilters
  manyHosts: boolean
  actions: BanActions
  /** Shown if there are none. */
  empty: ReactNode
}

/** All bans of the filter, from the server, page by page as one scrolls. Another filter wants another key. */
export function BansPanel({ filter, filters: now, manyHosts, actions, empty }: Props) {
  // A range up to now moves on from time to time; a list that one reads must not begin anew for that.
  const [filters] = useState(now)
  const clock = useClock()
  const phone = usePhone()
  const [scrolled, setScrolled] = useState(false)
  const { frame, inside } = usePointerInside<HTMLDivElement>()
  const list = useMapBans(filters, scrolled || (inside && !phone))
  const amount = useQuery(amountQuery(filters)).data
  const { bans, hasNextPage, searchedTo } = list
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <Skeleton rows={14} />
  if (bans.length === 0 && !hasNextPage && list.waiting === 0) return empty
  const props = {
    bans,
    total: amount?.exact ? amount.n : undefined,
    withCountry: filter.country === undefined,
    manyHosts,
    busy: list.isPlaceholderData,
    actions,
    onEnd: list.next,
    step: list.step,
    foot: list.error ? (
      <ErrorState error={list.error} onRetry={() => void list.fetchNextPage()} />
    ) : !hasNextPage ? null : searchedTo ? (
      <Trans>Searched back to {clock(searchedTo)}; going on…</Trans>
    ) : (
      <Trans>Loading more…</Trans>
    ),
  }
  return (
    <div ref={frame} className={classes.bansPanel}>
      <div className={classes.listHead}>
        <span role="status">{amount && <Heading words={amountWords(amount)} country={filter.country} />}</span>
        <WaitingButton count={list.waiting} onShow={list.release} />
        <Link to="/history" search={filter.from ? filter : { ...filter, range: filter.range ?? '24h' }}>
          <Trans>Show in history</Trans>
        </Link>
      </div>
      {phone ? <BansItems {...props} /> : <BansTable {...props} onScrolled={setScrolled} />}
    </div>
  )
}

function Heading({ words, country }: { words: string; country: string | undefined }) {
  if (country === undefined) return words
  return (
    <Trans>
      {words} from <strong>{countryLabel(country)}</strong>
    </Trans>
  )
}
