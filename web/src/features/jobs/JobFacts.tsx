import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Job } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Card } from '@/ui/Card'
import { RelativeTime } from '@/ui/RelativeTime'
import { useReplicaNames } from '@/ui/useReplicaNames'
import { useExactTime } from '@/ui/zone'
import classes from './jobs.module.css'
import { useCause } from './useCause'
import { stateWords } from './words'

/** What a job was, who wanted it, where and when it ran, and what came of it. */
export function JobFacts({ job }: { job: Job }) {
  const { t } = useLingui()
  const cause = useCause()
  const exact = useExactTime()
  const nameOf = useReplicaNames()
  return (
    <Card title={t`Facts`}>
      <dl className={classes.facts}>
        <Fact term={t`State`}>{t(stateWords[job.state].means)}</Fact>
        {job.outcome && <Fact term={t`Outcome`}>{sentence(job.outcome)}</Fact>}
        <Fact term={t`Cause`}>{cause(job)}</Fact>
        <Fact term={t`Replica`}>
          <Link to="/replicas">{nameOf(job.replica)}</Link>
        </Fact>
        <Fact term={t`Began`}>
          {exact(job.started_at)}{' '}
          <span className="dim">
            · <RelativeTime at={job.started_at} />
          </span>
        </Fact>
        {job.ended_at && <Fact term={t`Ended`}>{exact(job.ended_at)}</Fact>}
        {job.cancel_requested_at && (
          <Fact term={t`Cancelled by`}>
            {job.cancel_requested_by}{' '}
            <span className="dim">
              · <RelativeTime at={job.cancel_requested_at} />
            </span>
          </Fact>
        )}
        <Fact term={t`Task`}>
          <Link to="/jobs" search={{ task: job.task }}>
            <code>{job.task}</code>
          </Link>
        </Fact>
        <Fact term={t`Number`}>{job.id}</Fact>
      </dl>
    </Card>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  )
}
