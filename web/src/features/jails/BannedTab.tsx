import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue } from 'react'
import { activeBansQuery } from '@/api/activeBans'
import type { JailDetail } from '@/api/types'
import { useLiveEvents } from '@/api/useLive'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { FilterField } from '@/ui/FilterField'
import { Skeleton } from '@/ui/Skeleton'
import { BanForm } from './BanForm'
import classes from './BannedTab.module.css'
import { BannedTable } from './BannedTable'
import { NoSettings } from './NoSettings'
import type { JailKey } from './queries'
import { useHindrance } from './useHindrance'

/** The addresses that a jail bans now: search, unban, ban. */
export function BannedTab({ jail }: { jail: JailDetail }) {
  const { t } = useLingui()
  const key = { host: jail.host, jail: jail.name }
  const { q = '' } = useSearch({ from: '/app/jails/$host/$jail' })
  const navigate = useNavigate()
  const filters = { ...key, q: useDeferredValue(q) || undefined }
  const answer = useInfiniteQuery({ ...activeBansQuery(filters), placeholderData: keepPreviousData })
  const hindrance = useHindrance('bans.write', jail.reachable)
  useLiveBans(key)
  const search = (text: string) =>
    void navigate({
      to: '/jails/$host/$jail',
      params: key,
      search: (old) => ({ ...old, q: text || undefined }),
      replace: true,
    })
  const bans = answer.data?.pages.flatMap((page) => page.items) ?? []
  const total = answer.data?.pages[0]?.total ?? 0
  if (jail.state === 'stopped' && bans.length === 0 && q === '') return <NoSettings jail={jail} />
  return (
    <Card
      flush
      title={t`Banned now`}
      aside={answer.data && <Plural value={total} one="# address" other="# addresses" />}
    >
      <div className={classes.tools}>
        <FilterField label={t`Search addresses`} value={q} onChange={search} />
        <BanForm jail={key} hindrance={hindrance} />
      </div>
      {hindrance && <p className={`note ${classes.hindrance}`}>{hindrance}</p>}
      <BusyBar busy={answer.isFetching && !answer.isPending && !answer.isFetchingNextPage} />
      {answer.data ? (
        bans.length > 0 ? (
          <BannedTable bans={bans} hindrance={hindrance} />
        ) : (
          <Nothing filtered={q !== ''} onClear={() => search('')} />
        )
      ) : answer.error ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <Skeleton rows={8} />
      )}
      {answer.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            size="xs"
            loading={answer.isFetchingNextPage}
            onClick={() => void answer.fetchNextPage()}
          >
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
    </Card>
  )
}

/** Fetches the list anew when this jail bans or unbans. */
function useLiveBans({ host, jail }: JailKey): void {
  const client = useQueryClient()
  useLiveEvents((events) => {
    const ours = events.some(
      (e) =>
        e.kind === 'resync' || ((e.kind === 'ban' || e.kind === 'unban') && e.ban.host === host && e.ban.jail === jail),
    )
    if (ours) void client.invalidateQueries({ queryKey: ['active-bans', { host, jail }] })
  })
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useLingui()
  if (filtered) {
    return (
      <EmptyState
        title={t`No banned address fits the search.`}
        actions={
          <Button variant="default" size="xs" onClick={onClear}>
            <Trans>Clear search</Trans>
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState title={t`Nobody is banned by this jail.`} icon={<IconBan size={28} stroke={1.4} aria-hidden="true" />}>
      <Trans>New bans appear here by themselves.</Trans>
    </EmptyState>
  )
}
