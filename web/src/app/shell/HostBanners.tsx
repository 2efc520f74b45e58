import { useQuery } from '@tanstack/react-query'
import { hostsQuery } from '@/api/queries'
import { StaleBanner } from '@/ui/StaleBanner'

/** One banner for each host that is out of reach. It asks again every five seconds until they are back, and every ten otherwise, which also shows whether the server itself can answer. */
export function HostBanners() {
  const { data } = useQuery({
    ...hostsQuery,
    refetchInterval: ({ state }) => (away(state.data?.items).length > 0 ? 5_000 : 10_000),
  })
  return away(data?.items).map((host) => (
    <StaleBanner key={host.name} host={host.name} problem={host.problem} asOf={host.as_of ?? host.last_seen_at} />
  ))
}

function away<H extends { reachable: boolean }>(hosts: readonly H[] | undefined): H[] {
  return hosts?.filter((host) => !host.reachable) ?? []
}
