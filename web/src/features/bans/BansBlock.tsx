import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'

interface Props {
  error: unknown
  loaded: boolean
  count: number
  filtered: boolean
  unreachable: boolean
  onRetry: () => void
  onClear: () => void
  onBan: (() => void) | undefined
  children: ReactNode
}

/** The list, or what stands in its place: loading, an error, nothing at all, nothing that matches. */
export function BansBlock({ error, loaded, count, filtered, unreachable, onRetry, onClear, onBan, children }: Props) {
  const { t } = useLingui()
  if (error && !loaded) return <ErrorState error={error} onRetry={onRetry} />
  if (!loaded) return <Skeleton rows={15} />
  if (count > 0) return children
  if (filtered) {
    return (
      <EmptyState
        title={t`No active ban matches`}
        actions={
          <Button variant="default" size="xs" onClick={onClear}>
            <Trans>Clear filters</Trans>
          </Button>
        }
      >
        <Trans>The address may be banned in another jail, or its ban may be over.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={t`Nobody is banned now`}
      actions={
        onBan && (
          <Button variant="default" size="xs" onClick={onBan}>
            <Trans>Ban an address</Trans>
          </Button>
        )
      }
    >
      {unreachable ? (
        <Trans>fail2ban cannot be reached, so what it bans is not seen.</Trans>
      ) : (
        <Trans>fail2ban is running; bans appear here by themselves.</Trans>
      )}
    </EmptyState>
  )
}
