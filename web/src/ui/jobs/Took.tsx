import type { Job } from '@/api/types'
import { formatTook } from '@/lib/took'
import { useNow } from '@/ui/useNow'

/** How long a job took; for one that runs, how long it has been at it, counted on by the second. */
export function Took({ job }: { job: Job }) {
  const running = job.state === 'running'
  const now = useNow(running)
  return (
    <span className="num nowrap">
      {formatTook((job.ended_at ? Date.parse(job.ended_at) : now) - Date.parse(job.started_at))}
    </span>
  )
}
