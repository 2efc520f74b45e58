import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useMay } from '@/api/may'
import { enforcementQuery } from '@/api/queries'
import type { Scope } from './search'

const DroppedCard = lazy(() => import('./DroppedCard').then((m) => ({ default: m.DroppedCard })))

/** What was dropped because of block lists, once there are any. */
export function Dropped(scope: Scope) {
  const { data } = useQuery({ ...enforcementQuery, enabled: useMay('blocklists.read') })
  if (!data?.items.some((host) => host.lists.length > 0)) return null
  return (
    <Suspense fallback={null}>
      <DroppedCard {...scope} />
    </Suspense>
  )
}
