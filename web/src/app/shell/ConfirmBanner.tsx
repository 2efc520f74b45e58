import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { latestRevisionsQuery } from '@/api/latestRevisions'
import { useMay } from '@/api/may'

const WaitingChange = lazy(() => import('./WaitingChange').then((m) => ({ default: m.WaitingChange })))

/** On every page, a banner for each change of a configuration that waits to be confirmed. Its code comes with the first one. */
export function ConfirmBanner() {
  const { data } = useQuery({
    ...latestRevisionsQuery,
    enabled: useMay('config.read'),
    refetchInterval: ({ state }) => (state.data?.some((r) => !r.over) ? 3_000 : 60_000),
  })
  const waiting = data?.filter((r) => r.phase === 'waiting') ?? []
  if (waiting.length === 0) return null
  return (
    <Suspense fallback={null}>
      {waiting.map((one) => (
        <WaitingChange key={one.id} one={one} />
      ))}
    </Suspense>
  )
}
