import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useQueries, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { hostsQuery, jailsQuery } from '@/api/queries'
import { type Range, ranges } from '@/lib/ranges'
import { useBanActions } from '@/ui/bans/useBanActions'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { FilterChips } from '@/ui/FilterChips'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { rangeNames } from '@/ui/rangeWords'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { useKey } from '@/ui/useKey'
import { BansByJail } from './BansByJail'
import classes from './dashboard.module.css'
import { Figures } from './Figures'
import { NoRecentBans } from './NoRecentBans'
import { type Scope, summaryQuery } from './queries'
import { RecentBans } from './RecentBans'
import { StatusStrip } from './StatusStrip'

const route = getRouteApi('/app/')

export function DashboardPage() {
  const { t } = useLingui()
  const { range = '24h', host, jail } = route.useSearch()
  const navigate = route.useNavigate()
  const scope: Scope = { range, host, jail }
  const summary = useQuery(summaryQuery(scope))
  const known = useQuery(hostsQuery).data?.items ?? []
  const hosts = known.map((h) => h.name)
  const away = known.find((h) => !h.reachable && (!host || h.name === host))
  const jails = useQueries({ queries: hosts.filter((h) => !host || h === host).map(jailsQuery) })
  const actions = useBanActions({ jail })
  const setRange = (next: Range) =>
    void navigate({ search: (old) => ({ ...old, range: next === '24h' ? undefined : next }), replace: true })
  const narrow = (to: { host?: string; jail?: string }) => void navigate({ search: { range, ...to }, replace: true })
  const step = (by: number) => {
    const next = ranges[ranges.indexOf(range) + by]
    if (next) setRange(next)
  }
  useKey('b', () => actions.ban())
  useKey('[', () => step(-1))
  useKey(']', () => step(1))
  const filters = [
    ...(host ? [{ key: 'host', label: t`Host: ${host}` }] : []),
    ...(jail ? [{ key: 'jail', label: t`Jail: ${jail}` }] : []),
  ]
  const clear = () => narrow({})
  return (
    <Page>
      <PageHeader
        title={t`Dashboard`}
        note={<StatusStrip summary={summary.data} />}
        actions={
          <>
            <div className={classes.range}>
              <SegmentedControl
                label={t`Time range`}
                value={range}
                options={ranges.map((value) => ({ value, label: t(rangeNames[value]) }))}
                onChange={setRange}
              />
            </div>
            <Button
              h={34}
              visibleFrom="sm"
              leftSection={<IconBan size={16} stroke={1.8} aria-hidden="true" />}
              onClick={() => actions.ban()}
              {...actions.guard.button}
            >
              <Trans>Ban</Trans>
            </Button>
          </>
        }
      />
      <FilterChips filters={filters} onRemove={(key) => narrow(key === 'host' ? { jail } : { host })} onClear={clear} />
      {summary.error && !summary.data ? (
        <Card>
          <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
        </Card>
      ) : (
        <Figures
          summary={summary.data}
          jails={jails.flatMap((j) => j.data?.items ?? []).filter((j) => !jail || j.name === jail)}
          range={range}
          staleSince={away?.as_of ?? undefined}
        />
      )}
      <div className={classes.blocks}>
        <RecentBans
          scope={scope}
          actions={actions}
          manyHosts={hosts.length > 1}
          empty={
            <NoRecentBans
              summary={summary.data}
              range={range}
              filtered={filters.length > 0}
              onRange={setRange}
              onClear={clear}
            />
          }
        />
        <BansByJail scope={scope} onJail={(next) => narrow({ host, jail: next })} />
      </div>
      {actions.dialogs}
    </Page>
  )
}
