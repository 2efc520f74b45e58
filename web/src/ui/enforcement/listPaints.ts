import { useQuery } from '@tanstack/react-query'
import { enforcementQuery } from '@/api/queries'
import { assignPaints, type Paint } from '@/lib/seriesPaint'

/** Colours and dashes of lists in one chart: the oldest lists have their own everywhere, the others one that no other in the chart has. */
export function useListPaints(ids: readonly number[]): ReadonlyMap<string, Paint> {
  const { data } = useQuery({ ...enforcementQuery, enabled: false })
  const known = data?.items.flatMap((host) => host.lists.map((list) => list.id)) ?? ids
  const order = [...new Set(known)].sort((a, b) => a - b).map(String)
  return assignPaints(order, ids.map(String))
}
