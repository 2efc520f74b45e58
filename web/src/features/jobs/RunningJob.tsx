import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Job } from '@/api/types'
import { CancelButton, Doing, JobProgress } from '@/ui/jobs/JobProgress'
import { Took } from '@/ui/jobs/Took'
import { titleOf } from '@/ui/jobs/words'
import type { Guard } from '@/ui/useGuard'
import classes from './jobs.module.css'

interface Props {
  job: Job
  /** The replica that does it, for people. */
  replica: string
  guard: Guard
  onCancel: () => void
}

/** A job at work: how far it is, what it does, where and for how long. */
export function RunningJob({ job, replica, guard, onCancel }: Props) {
  return (
    <li className={classes.running}>
      <div className={classes.runningHead}>
        <Link to="/jobs/$id" params={{ id: String(job.id) }} className={classes.title}>
          {titleOf(job)}
        </Link>
        <span className="dim">
          <Took job={job} />
        </span>
        <CancelButton job={job} guard={guard} onCancel={onCancel} />
      </div>
      <JobProgress job={job} />
      <div className={classes.runningFacts}>
        <Doing job={job} />
        <span className={classes.where}>
          <Trans>on {replica}</Trans>
        </span>
      </div>
    </li>
  )
}
