import { Trans, useLingui } from '@lingui/react/macro'
import { IconBan } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useContext } from 'react'
import { hostsQuery } from '@/api/queries'
import { filterFields, type StatsFilter, statsQuery, withoutField, withoutFields } from '@/lib/statsFilter'
import { useBanActions } from '@/ui/bans/useBanActions'
import { RangeControl } from '@/ui/filters/RangeControl'
import { StatsFilters } from '@/ui/filters/StatsFilters'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { PlainButton } from '@/ui/PlainButton'
import { useKey } from '@/ui/useKey'
import { usePhone } from '@/ui/usePhone'
import { TimeZone } from '@/ui/zone'
import { AddressesCard } from './AddressesCard'
import { CountriesCard } from './CountriesCard'
import { Dropped } from './Dropped'
import classes from './dashboard.module.css'
import { Figures } from './Figures'
import { JailsCard } from './JailsCard'
import { MapCard } from './MapCard'
import { NetworksCard } from './NetworksCard'
import { networksQuery, summaryQuery } from './queries'
import { RecentBans } from './RecentBans'
import { StatusStrip } from './StatusStrip'
import type { Scope } from './search'
import { TrendCard } from './TrendCard'
import { useJailStates } from './useJailStates'

const route = getRouteApi('/app/')

/** What is going on: figures, trend, and who attacks what from where. One set of filters, kept in the URL, rules every block. */
export function DashboardPage() {
  const { t } = useLingui()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const zone = useContext(TimeZone) ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const phone = usePhone()
  const asked = statsQuery(filter, zone)
  const summary = useQuery(summaryQuery(asked))
  const hosts = useQuery(hostsQuery).data?.items ?? []
  const jails = useJailStates(hosts, filter)
  const actions = useBanActions({ jail: filter.jail })
  const change = (next: StatsFilter) =>
    void navigate({ search: { ...next, range: next.range === '24h' ? undefined : next.range } })
  const scope: Scope = { filter, asked, narrow: (part) => change({ ...filter, ...part }) }
  useKey('b', () => actions.ban())
  useKey('Escape', () => {
    const last = filterFields.findLast((field) => filter[field] !== undefined)
    if (last) change(withoutField(filter, last))
  })
  const recent = (
    <RecentBans
      {...scope}
      summary={summary.data}
      actions={actions}
      manyHosts={hosts.length > 1}
      onChange={change}
      onClear={() => change(withoutFields(filter))}
    />
  )
  return (
    <Page>
      <PageHeader
        title={t`Dashboard`}
        note={<StatusStrip summary={summary.data} />}
        actions={
          <>
            <RangeControl filter={filter} onChange={change} />
            <PlainButton
              primary
              className={classes.ban}
              icon={<IconBan size={16} stroke={1.8} aria-hidden="true" />}
              onClick={() => actions.ban()}
              {...actions.guard.button}
            >
              <Trans>Ban</Trans>
            </PlainButton>
          </>
        }
      />
      <StatsFilters filter={filter} onChange={change} choices={useChoices(scope, hosts)} />
      <Figures scope={scope} query={summary} jails={jails} staleSince={staleSince(hosts, filter.host)} />
      <div className={classes.wide}>
        <TrendCard {...scope} />
        <JailsCard {...scope} />
      </div>
      {phone && recent}
      <div className={classes.wide}>
        <MapCard {...scope} />
        <CountriesCard {...scope} />
      </div>
      <div className={classes.even}>
        <NetworksCard {...scope} />
        <AddressesCard {...scope} />
      </div>
      <Dropped {...scope} />
      {!phone && recent}
      {actions.dialogs}
    </Page>
  )
}

/** Since when what fail2ban says is old (RFC 3339); undefined while it answers. */
function staleSince(hosts: readonly { name: string; reachable: boolean; as_of: string | null }[], host?: string) {
  return hosts.find((h) => !h.reachable && (!host || h.name === host))?.as_of ?? undefined
}

/** What the filters offer: what the blocks know already. */
function useChoices({ asked }: Scope, hosts: readonly { name: string }[]) {
  // Their block fetches them.
  const networks = useQuery({ ...networksQuery(asked), enabled: false }).data
  return { hosts: hosts.map((host) => host.name), networks: networks?.items }
}
