import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import type { AllowancesSearch } from './search'

interface Props {
  error: unknown
  loaded: boolean
  count: number
  search: AllowancesSearch
  onRetry: () => void
  onClear: () => void
  onAll: () => void
  onAdd: (() => void) | undefined
  children: ReactNode
}

/** The list, or what stands in its place: loading, an error, nothing at all, nothing that matches. */
export function AllowancesBlock({ error, loaded, count, search, onRetry, onClear, onAll, onAdd, children }: Props) {
  const { t } = useLingui()
  if (error) return <ErrorState error={error} onRetry={onRetry} />
  if (!loaded) return <Skeleton rows={8} />
  if (count > 0) return children
  if (search.q !== undefined) {
    return (
      <EmptyState
        title={t`Nothing on the list matches`}
        actions={
          <Button variant="default" size="xs" onClick={onClear}>
            <Trans>Clear search</Trans>
          </Button>
        }
      >
        {search.show === 'ended' ? (
          <Trans>It may be in force still, or have ended longer ago than the history is kept.</Trans>
        ) : (
          <Trans>It may have ended. A network that holds the address is found by its own name.</Trans>
        )}
      </EmptyState>
    )
  }
  if (search.show === 'ended') return <EmptyState title={t`Nothing has ended yet`} />
  if (search.show !== undefined)
    return (
      <EmptyState
        title={search.show === 'standing' ? t`Nothing without an end is on the list` : t`Nothing is allowed for a time`}
        actions={
          <Button variant="default" size="xs" onClick={onAll}>
            <Trans>Show all in force</Trans>
          </Button>
        }
      />
    )
  return (
    <EmptyState
      title={t`The allow list is empty`}
      actions={
        onAdd && (
          <Button variant="default" size="xs" onClick={onAdd}>
            <Trans>Put something on it</Trans>
          </Button>
        )
      }
    >
      <Trans>
        Your own addresses, those of the office or of a friend who locks themselves out, or a name whose address
        changes: their bans are lifted, no jail bans them and no block list blocks them. What fail2ban’s configuration
        ignores is not listed here.
      </Trans>
    </EmptyState>
  )
}
