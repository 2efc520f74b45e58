import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode, RefObject } from 'react'
import { asApiError } from '@/lib/problem'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { RemovableChip } from '@/ui/Chip'
import { ErrorState } from '@/ui/ErrorState'
import { useClock } from '@/ui/zone'
import classes from './dashboard.module.css'

interface Props<T> {
  title: string
  /** A few quiet words beside the title. */
  note?: ReactNode
  /** What this block filters the page by now: shown here too, as it is here that it was chosen. */
  chosen?: { label: string; onClear: () => void }
  query: UseQueryResult<T>
  /** As high as what is to come. */
  wait: ReactNode
  /** The element whose nearness decides when the block is fetched. */
  frame?: RefObject<HTMLDivElement | null>
  children: (data: T) => ReactNode
}

/** A card of the dashboard with the states of its own query: loading, failed, old, fetched anew. */
export function Block<T>({ title, note, chosen, query, wait, frame, children }: Props<T>) {
  const { data, error, refetch, isPlaceholderData } = query
  return (
    <div ref={frame} className={classes.block}>
      <Card
        title={title}
        aside={
          <>
            {error && data !== undefined && <Old query={query} />}
            {chosen && <RemovableChip label={chosen.label} onRemove={chosen.onClear} />}
            {note}
          </>
        }
      >
        <BusyBar busy={isPlaceholderData} />
        {data !== undefined ? (
          children(data)
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          wait
        )}
      </Card>
    </div>
  )
}

/** Says that what is shown could not be fetched anew, how old it is, and why. */
function Old<T>({ query: { error, dataUpdatedAt, refetch } }: { query: UseQueryResult<T> }) {
  const { t } = useLingui()
  const words = useClock()
  const clock = words(new Date(dataUpdatedAt).toISOString())
  const why = asApiError(error).message
  return (
    <span className={classes.old} title={why}>
      <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
      <Trans>as of {clock}</Trans>
      <button type="button" className={classes.retry} onClick={() => void refetch()} title={t`Fetch it anew`}>
        <Trans>Try again</Trans>
      </button>
      <span className="sr" role="status">
        {why}
      </span>
    </span>
  )
}
