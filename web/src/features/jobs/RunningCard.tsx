import { Trans, useLingui } from '@lingui/react/macro'
import type { Job } from '@/api/types'
import { Card } from '@/ui/Card'
import { useCancel } from '@/ui/jobs/useCancel'
import { useGuard } from '@/ui/useGuard'
import { useReplicaNames } from '@/ui/useReplicaNames'
import classes from './jobs.module.css'
import { RunningJob } from './RunningJob'

/** What runs now, on whichever replica. */
export function RunningCard({ jobs }: { jobs: readonly Job[] }) {
  const { t } = useLingui()
  const guard = useGuard('jobs.run')
  const nameOf = useReplicaNames()
  const { ask, dialog } = useCancel()
  return (
    <Card title={t`Running now`} flush>
      {jobs.length === 0 ? (
        <p className={classes.quiet}>
          <Trans>Nothing runs at this moment.</Trans>
        </p>
      ) : (
        <ul className={classes.runnings}>
          {jobs.map((job) => (
            <RunningJob key={job.id} job={job} replica={nameOf(job.replica)} guard={guard} onCancel={() => ask(job)} />
          ))}
        </ul>
      )}
      {dialog}
    </Card>
  )
}
