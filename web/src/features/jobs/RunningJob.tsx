import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Job } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { ProgressBar } from '@/ui/ProgressBar'
import type { Guard } from '@/ui/useGuard'
import classes from './jobs.module.css'
import { Took } from './Took'
import { shareDone, titleOf } from './words'

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

/** The bar alone. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useLingui()
  return <ProgressBar label={t`Progress of ${titleOf(job)}`} share={shareDone(job)} />
}

/** What a job does now and how much of it is done. */
export function Doing({ job }: { job: Job }) {
  const { t } = useLingui()
  if (job.cancel_requested_at) {
    const by = job.cancel_requested_by
    return <span>{by ? t`Stopping, as ${by} asked…` : t`Stopping…`}</span>
  }
  const { progress } = job
  if (!progress) return <span>{t`At work…`}</span>
  const done = formatCount(progress.done)
  const total = formatCount(progress.total)
  const share = progress.total > 0 ? t`${done} of ${total}` : progress.done > 0 ? done : ''
  return (
    <span>
      {progress.doing || t`At work…`} {share && <span className="num dim">· {share}</span>}
    </span>
  )
}

/** Asks whether to cancel; waits once that is under way. */
export function CancelButton({ job, guard, onCancel }: Omit<Props, 'replica'>) {
  const stopping = job.cancel_requested_at !== null
  return (
    <Button variant="default" size="xs" disabled={stopping} onClick={onCancel} {...guard.button}>
      <Trans>Cancel…</Trans>
    </Button>
  )
}
