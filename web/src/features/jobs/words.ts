import type { MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import type { Job, JobState, Schedule } from '@/api/types'
import { durationWords } from '@/lib/durationWords'
import type { Tone } from '@/ui/StatusDot'
import { cronWords } from './cronWords'

/** How each state is called, coloured and explained. */
export const stateWords: Record<
  JobState,
  { name: MessageDescriptor; tone?: Tone | 'accent'; means: MessageDescriptor }
> = {
  running: { name: msg`Running`, tone: 'accent', means: msg`It runs now.` },
  succeeded: { name: msg`Done`, tone: 'ok', means: msg`It ended as it should.` },
  failed: { name: msg`Failed`, tone: 'bad', means: msg`It ended with an error; it is tried again at its next time.` },
  cancelled: { name: msg`Cancelled`, means: msg`Somebody ended it.` },
  lost: {
    name: msg`Lost`,
    tone: 'warn',
    means: msg`Its replica did not answer any more. Nothing that it wrote later counts; another replica takes the task over.`,
  },
  released: {
    name: msg`Handed over`,
    means: msg`Its replica was stopped and gave it back; another one does it again.`,
  },
}

type Times = Pick<Schedule, 'every_seconds' | 'cron' | 'zone'>

/** When a task runs: "every 10 minutes", "every Monday at 04:00"; for a cron expression without short words the expression itself. */
export function timesWords({ every_seconds: every, cron }: Times): string {
  if (every > 0) return t`every ${lengthWords(every)}`
  if (cron !== '') return cronWords(cron) ?? cron
  return t`on demand only`
}

/** "hour", "2 hours": one of a unit goes without its number, as it stands after "every". */
function lengthWords(seconds: number): string {
  const single: Record<number, string> = { 60: t`minute`, 3600: t`hour`, 86400: t`day`, 604800: t`week` }
  return single[seconds] ?? durationWords(seconds)
}

/** What a task is called; its name if this server does not know it. */
export function titleOf({ title, task }: { title: string; task: string }): string {
  return title || task
}

/** The share of a job that is done, 0 to 1; undefined if it cannot be told. */
export function shareDone({ progress }: Pick<Job, 'progress'>): number | undefined {
  if (!progress || progress.total <= 0) return undefined
  return Math.min(1, Math.max(0, progress.done / progress.total))
}
