import '@/theme/mono'
import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { replicasQuery } from '@/api/replicas'
import type { Database, Replica } from '@/api/types'
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
import { inOrder, summaryOf } from './summary'

/** Asked again all the same: nothing tells that somebody has gone silent when nobody is left to notice. */
const refreshMs = 10_000

/** The processes that serve this installation together. */
export function ReplicasPage() {
  const { t } = useLingui()
  const { data, error, isFetching, refetch } = useQuery({ ...replicasQuery, refetchInterval: refreshMs })
  const replicas = inOrder(data?.items ?? [])
  return (
    <Page>
      <PageHeader title={t`Replicas`} note={data ? <Summary replicas={replicas} database={data.database} /> : ' '} />
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
          {replicas.length === 1 && <MoreReplicas database={data.database} />}
        </>
      ) : (
        <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton rows={8} />}</Card>
      )}
    </Page>
  )
}

/** One line about all of them. */
function Summary({ replicas, database }: { replicas: readonly Replica[]; database: Database }) {
  const { t } = useLingui()
  const { state, alive, total, warnings } = summaryOf(replicas)
  if (state === 'together') {
    return (
      <StatusDot tone="ok">{t`${plural(total, { one: '# replica acts', other: '# replicas act' })} as one`}</StatusDot>
    )
  }
  if (state === 'alone') {
    const sqlite = database === 'sqlite'
    return (
      <StatusDot tone="ok">
        {sqlite ? t`One process, with its data in SQLite` : t`One replica, with its data in PostgreSQL`}
      </StatusDot>
    )
  }
  if (state === 'leaving') {
    const leaving = replicas.filter((r) => r.state === 'stopping').length
    return (
      <StatusDot tone="warn">{t`${plural(leaving, { one: '# replica stops', other: '# replicas stop' })} in order`}</StatusDot>
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
