import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { Item, ItemList } from '@/ui/ItemList'
import { Took } from '@/ui/jobs/Took'
import { titleOf } from '@/ui/jobs/words'
import { RelativeTime } from '@/ui/RelativeTime'
import type { JobListProps } from './JobTable'
import { StateChip } from './StateChip'
import { useCause } from './useCause'

/** What ran, on a phone; a tap leads to the job. */
export function JobItems({ jobs, nameOf }: JobListProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const cause = useCause()
  return (
    <ItemList label={t`History`}>
      {jobs.map((job) => (
        <Item
          key={job.id}
          head={titleOf(job)}
          aside={<RelativeTime at={job.started_at} />}
          detail={
            <>
              <StateChip state={job.state} />
              <Took job={job} />
              {job.cause === 'manual' && <span>{cause(job)}</span>}
              <span>{nameOf(job.replica)}</span>
            </>
          }
          onOpen={() => void navigate({ to: '/jobs/$id', params: { id: String(job.id) } })}
        />
      ))}
    </ItemList>
  )
}
