import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { hostsQuery } from '@/api/queries'
import { Banner } from '@/ui/Banner'
import { StaleBanner } from '@/ui/StaleBanner'

/** How many hosts out of reach get a banner of their own. More of them share one, so that they do not push the page away. */
const mostAlone = 2

/** How many names of hosts stand in the shared banner. */
const mostNamed = 8

/**
 * A banner for each host that is out of reach, or one for all if they are many. It asks again every five seconds until they are back, and
 * every ten otherwise, which also shows whether the server itself can answer.
 */
export function HostBanners() {
  const { data } = useQuery({
    ...hostsQuery,
    refetchInterval: ({ state }) => (away(state.data?.items).length > 0 ? 5_000 : 10_000),
  })
  const hosts = away(data?.items)
  if (hosts.length > mostAlone) return <ManyAway names={hosts.map((host) => host.name)} of={data?.items.length ?? 0} />
  return hosts.map((host) => (
    <StaleBanner key={host.name} host={host.name} problem={host.problem} asOf={host.as_of ?? host.last_seen_at} />
  ))
}

function ManyAway({ names, of }: { names: readonly string[]; of: number }) {
  const { t } = useLingui()
  const more = names.length - mostNamed
  const named = names.slice(0, mostNamed).join(', ')
  return (
    <Banner tone="bad">
      <strong>{t`${names.length} of ${of} hosts are unreachable:`}</strong>{' '}
      {more > 0 ? t`${named} and ${more} more` : named}
    </Banner>
  )
}

function away<H extends { reachable: boolean }>(hosts: readonly H[] | undefined): H[] {
  return hosts?.filter((host) => !host.reachable) ?? []
}
