import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import { Searched } from './SearchFoot'
import type { useHistory } from './useHistory'

interface Props {
  list: ReturnType<typeof useHistory>
  /** By anything but the time. */
  filtered: boolean
  /** To a time. */
  limited: boolean
  onClear: () => void
  onAllTime: () => void
  children: ReactNode
}

/** The list, or what stands in its place: loading, an error, a search that goes on, nothing at all, nothing that matches. */
export function HistoryBlock({ list, filtered, limited, onClear, onAllTime, children }: Props) {
  const { t } = useLingui()
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <Skeleton rows={18} />
  if (list.bans.length > 0) return children
  if (list.error) return <ErrorState error={list.error} onRetry={list.goOn} />
  if (list.search)
    return (
      <EmptyState
        title={list.search.stopped ? t`Nothing found so far` : t`Searching…`}
        actions={<Searched list={list} />}
      />
    )
  if (list.isFetching) return <Skeleton rows={18} />
  return (
    <EmptyState
      title={filtered ? t`No ban matches` : limited ? t`No bans in this time` : t`No bans yet`}
      actions={
        <>
          {filtered && (
            <Button variant="default" size="xs" onClick={onClear}>
              <Trans>Clear filters</Trans>
            </Button>
          )}
          {limited && (
            <Button variant="default" size="xs" onClick={onAllTime}>
              <Trans>Search all time</Trans>
            </Button>
          )}
        </>
      }
    >
      {limited ? null : filtered ? (
        <Trans>The whole history was searched for it.</Trans>
      ) : (
        <Trans>As soon as fail2ban bans somebody, it is kept here.</Trans>
      )}
    </EmptyState>
  )
}
