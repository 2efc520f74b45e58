import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type HistoryFilters, historyCountQuery } from '@/api/history'
import type { BanAmount } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { asApiError } from '@/lib/problem'
import classes from './history.module.css'

/** How many bans match: an estimate, and the exact number on request. */
export function HistoryCount({ filters }: { filters: HistoryFilters }) {
  const key = JSON.stringify(filters)
  const [askedKey, ask] = useState('')
  const wanted = askedKey === key
  const estimate = useQuery({ ...historyCountQuery(filters, false), placeholderData: keepPreviousData })
  const exact = useQuery({ ...historyCountQuery(filters, true), enabled: wanted })
  const amount = (wanted && exact.data) || estimate.data
  if (!amount) return <span className={classes.count}>{estimate.error ? asApiError(estimate.error).message : ' '}</span>
  return (
    <span className={classes.count}>
      <span role="status">{words(amount)}</span>
      {!amount.exact && !estimate.isPlaceholderData && (
        <button
          type="button"
          className={classes.exactly}
          disabled={exact.isFetching}
          onClick={() => (wanted ? void exact.refetch() : ask(key))}
        >
          {exact.isFetching ? <Trans>Counting…</Trans> : <Trans>Count exactly</Trans>}
        </button>
      )}
      {wanted && exact.error && !exact.isFetching && (
        <span role="alert">
          <Trans>It could not be counted:</Trans> {asApiError(exact.error).message}
        </span>
      )}
    </span>
  )
}

function words({ n, exact, at_least }: BanAmount): string {
  const count = formatCount(exact ? n : roughly(n))
  if (at_least) return t`more than ${count} bans`
  if (exact) return t`${plural(n, { one: '# ban', other: '# bans' })}`
  return t`about ${count} bans`
}

/** An estimate has no more than three figures: 12,434 → 12,400. */
function roughly(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))) - 2)
  return Math.round(n / unit) * unit
}
