import '@/theme/forms'
import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { LogFilters } from '@/api/log'
import { hostsQuery } from '@/api/queries'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { useKey } from '@/ui/useKey'
import { WaitingButton } from '@/ui/WaitingButton'
import { LogBar } from './LogBar'
import { LogList } from './LogList'
import classes from './log.module.css'
import type { LogSearch } from './search'
import { useLog } from './useLog'
import { useScrolled } from './useScrolled'

const route = getRouteApi('/app/log')

/** fail2ban's own log, newest first, going on by itself. */
export function LogPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [following, setFollowing] = useState(true)
  const hosts = useQuery(hostsQuery)
  const names = hosts.data?.items.map((h) => h.name) ?? []
  const host = names.find((name) => name === search.host) ?? names[0]
  const set = (next: LogSearch) => void navigate({ search: next, replace: true })
  const { host: _, ...filters } = search
  useKey('Escape', () => set({ host: search.host }))
  return (
    <Page>
      <PageHeader
        title={t`Log`}
        note={t`What fail2ban itself writes down, newest first.`}
        actions={
          <Button
            variant="default"
            aria-pressed={following}
            onClick={() => setFollowing(!following)}
            leftSection={
              following ? (
                <IconPlayerPause size={16} stroke={1.8} aria-hidden="true" />
              ) : (
                <IconPlayerPlay size={16} stroke={1.8} aria-hidden="true" />
              )
            }
          >
            {following ? <Trans>Pause</Trans> : <Trans>Follow</Trans>}
          </Button>
        }
      />
      <LogBar hosts={names} host={host} search={search} onChange={set} />
      {hosts.error && !hosts.data ? (
        <ErrorState error={hosts.error} onRetry={() => void hosts.refetch()} />
      ) : host === undefined ? (
        hosts.data ? (
          <EmptyState title={t`There is no host yet`} />
        ) : (
          <Skeleton rows={12} />
        )
      ) : (
        <Records
          key={JSON.stringify([host, filters])}
          host={host}
          filters={filters}
          following={following}
          onClear={() => set({ host: search.host })}
        />
      )}
    </Page>
  )
}

interface RecordsProps {
  host: string
  filters: LogFilters
  following: boolean
  onClear: () => void
}

function Records({ host, filters, following, onClear }: RecordsProps) {
  const { t } = useLingui()
  const scrolled = useScrolled()
  const log = useLog(host, filters, following, scrolled)
  const { query, records } = log
  const filtered = Boolean(filters.level || filters.jail || filters.q)
  const onEnd = () => {
    if (query.hasNextPage && !query.isFetching) void query.fetchNextPage()
  }
  const show = () => {
    log.release()
    window.scrollTo({ top: 0 })
  }
  return (
    <>
      <div className={classes.state}>
        <WaitingButton count={log.waiting} onShow={show} />
        <span className="note" role="status">
          {log.failing ? (
            <Trans>The log cannot be read at the moment; trying again.</Trans>
          ) : !following ? (
            <Trans>Paused. New records are not shown.</Trans>
          ) : scrolled ? (
            <Trans>New records wait while you look further down.</Trans>
          ) : (
            <Trans>Following: new records appear by themselves.</Trans>
          )}
        </span>
      </div>
      <Card flush>
        {query.error && !query.data ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : !query.data ? (
          <Skeleton rows={14} />
        ) : records.length === 0 && !query.hasNextPage ? (
          <Nothing filtered={filtered} onClear={onClear} />
        ) : (
          <LogList host={host} records={records} onEnd={onEnd} more={query.hasNextPage} searching={query.isFetching} />
        )}
      </Card>
      {query.error && query.data && (
        <p className="note" role="alert">
          {t`Older records cannot be read at the moment.`}
        </p>
      )}
    </>
  )
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useLingui()
  if (!filtered) {
    return (
      <EmptyState title={t`The log is empty`}>
        <Trans>What fail2ban writes appears here by itself.</Trans>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={t`No record matches`}
      actions={
        <Button variant="default" size="xs" onClick={onClear}>
          <Trans>Clear filters</Trans>
        </Button>
      }
    >
      <Trans>The log was searched to its beginning, rotated files that are not compressed included.</Trans>
    </EmptyState>
  )
}
