import '@/theme/mono'
import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { replicasQuery } from '@/api/replicas'
import type { Replica } from '@/api/types'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { StatusDot } from '@/ui/StatusDot'
import { MoreReplicas } from './MoreReplicas'
import { ReplicaCard } from './ReplicaCard'
import classes from './replicas.module.css'
import { inOrder, summaryOf, unlinked } from './summary'

/** Asked again all the same: nothing tells that somebody has gone silent when nobody is left to notice. */
const refreshMs = 10_000

/** The processes that serve this installation together. */
export function ReplicasPage() {
  const { t } = useLingui()
  const { data, error, isFetching, refetch } = useQuery({ ...replicasQuery, refetchInterval: refreshMs })
  const replicas = inOrder(data?.items ?? [])
  return (
    <Page>
      <PageHeader title={t`Replicas`} note={data ? <Summary replicas={replicas} /> : ' '} />
      {data ? (
        <>
          <div>
            <BusyBar busy={isFetching} />
            <ul className={classes.grid} aria-label={t`Replicas`}>
              {replicas.map((replica) => (
                <li key={replica.id}>
                  <ReplicaCard replica={replica} all={replicas} />
                </li>
              ))}
            </ul>
          </div>
          {replicas.length === 1 && <MoreReplicas linked={!unlinked(replicas)} />}
        </>
      ) : (
        <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton rows={8} />}</Card>
      )}
    </Page>
  )
}

/** One line about all of them. */
function Summary({ replicas }: { replicas: readonly Replica[] }) {
  const { t } = useLingui()
  const { state, alive, total, warnings } = summaryOf(replicas)
  if (state === 'together') {
    return (
      <StatusDot tone="ok">{t`${plural(total, { one: '# replica acts', other: '# replicas act' })} as one`}</StatusDot>
    )
  }
  if (state === 'alone') {
    return (
      <StatusDot tone="ok">
        {unlinked(replicas) ? t`One process does everything` : t`One replica, ready for others`}
      </StatusDot>
    )
  }
  const found = plural(warnings, { one: '# thing to mend', other: '# things to mend' })
  const answer = alive < total ? t`${alive} of ${plural(total, { one: '# replica', other: '# replicas' })} alive` : ''
  return (
    <StatusDot tone={alive < total ? 'bad' : 'warn'}>
      {answer && warnings > 0 ? t`${answer}, ${found}` : answer || found}
    </StatusDot>
  )
}
