import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Job } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Card } from '@/ui/Card'
import { CancelButton, Doing, JobProgress } from '@/ui/jobs/JobProgress'
import { Took } from '@/ui/jobs/Took'
import { useCancel } from '@/ui/jobs/useCancel'
import { titleOf } from '@/ui/jobs/words'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { useGuard } from '@/ui/useGuard'
import { JobFacts } from './JobFacts'
import { JobLog } from './JobLog'
import classes from './jobs.module.css'
import { StateChip } from './StateChip'
import { useRunNow } from './useSchedule'
import { stateWords } from './words'

/** Everything about a job that is known. */
export function JobDetail({ job, back }: { job: Job; back: ReactNode }) {
  const { t } = useLingui()
  const { ask, dialog } = useCancel()
  const guard = useGuard('jobs.run')
  const running = job.state === 'running'
  const tone = stateWords[job.state].tone
  return (
    <Page>
      <PageHeader
        title={titleOf(job)}
        back={back}
        note={
          <span className={classes.headFacts}>
            <StateChip state={job.state} />
            <span>
              {running ? (
                <Trans>
                  for <Took job={job} />
                </Trans>
              ) : (
                <Trans>
                  took <Took job={job} />
                </Trans>
              )}
            </span>
          </span>
        }
        actions={
          running ? (
            <CancelButton job={job} guard={guard} onCancel={() => ask(job)} />
          ) : (
            guard.allowed && <Again job={job} />
          )
        }
      />
      {job.outcome && (tone === 'bad' || tone === 'warn') && <Banner tone={tone}>{sentence(job.outcome)}</Banner>}
      {running && (
        <Card title={t`Progress`}>
          <div className={classes.progress}>
            <JobProgress job={job} />
            <div className={classes.runningFacts}>
              <Doing job={job} />
            </div>
          </div>
        </Card>
      )}
      <div className={classes.blocks}>
        <JobLog job={job} />
        <JobFacts job={job} />
      </div>
      {dialog}
    </Page>
  )
}

function Again({ job }: { job: Job }) {
  const { run, asking } = useRunNow(job)
  return (
    <Button
      variant="default"
      size="xs"
      loading={asking}
      leftSection={<IconPlayerPlay size={15} stroke={1.7} aria-hidden="true" />}
      onClick={run}
    >
      <Trans>Run again</Trans>
    </Button>
  )
}
