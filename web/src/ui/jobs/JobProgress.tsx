import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { Job } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { ProgressBar } from '@/ui/ProgressBar'
import type { Guard } from '@/ui/useGuard'
import { shareDone, titleOf } from './words'

/** How far a job is: the bar alone. */
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

/** Asks whether to cancel a job; waits once that is under way. */
export function CancelButton({ job, guard, onCancel }: { job: Job; guard: Guard; onCancel: () => void }) {
  const stopping = job.cancel_requested_at !== null
  return (
    <Button variant="default" size="xs" disabled={stopping} onClick={onCancel} {...guard.button}>
      <Trans>Cancel…</Trans>
    </Button>
  )
}
