import type { Job } from '@/api/types'

/** What a task is called; its name if this server does not know it. */
export function titleOf({ title, task }: { title: string; task: string }): string {
  return title || task
}

/** The share of a job that is done, 0 to 1; undefined if it cannot be told. */
export function shareDone({ progress }: Pick<Job, 'progress'>): number | undefined {
  if (!progress || progress.total <= 0) return undefined
  return Math.min(1, Math.max(0, progress.done / progress.total))
}
