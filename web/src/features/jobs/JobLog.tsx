import { Trans, useLingui } from '@lingui/react/macro'
import { useLayoutEffect, useRef, useState } from 'react'
import type { Job, JobLine } from '@/api/types'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import { useExactTime } from '@/ui/zone'
import classes from './jobs.module.css'
import { useJobLines } from './useJobLines'

/** What a job wrote down. It follows the newest line, until one scrolls up. */
export function JobLog({ job }: { job: Job }) {
  const { t } = useLingui()
  const { data, error, refetch } = useJobLines(job)
  return (
    <Card title={t`Log`} flush>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={6} />
      ) : data.length === 0 ? (
        <p className={classes.quiet}>
          {job.state === 'running' ? <Trans>No line yet.</Trans> : <Trans>It wrote nothing down.</Trans>}
        </p>
      ) : (
        <Lines lines={data} />
      )}
    </Card>
  )
}

function Lines({ lines }: { lines: readonly JobLine[] }) {
  const { t } = useLingui()
  const exact = useExactTime()
  const frame = useRef<HTMLDivElement>(null)
  const [follows, setFollows] = useState(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each line that comes moves the end
  useLayoutEffect(() => {
    const box = frame.current
    if (box && follows) box.scrollTop = box.scrollHeight
  }, [lines.length, follows])
  return (
    <div
      ref={frame}
      className={classes.log}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={t`Lines of the log`}
      onScroll={({ currentTarget: box }) => setFollows(box.scrollHeight - box.scrollTop - box.clientHeight < 24)}
    >
      {lines.map((line) => (
        <div key={line.n} className={classes.line} data-level={line.level}>
          <time dateTime={line.at} title={exact(line.at)} className={classes.lineTime}>
            {clockOf(exact, line.at)}
          </time>
          {line.level === 'warn' && <span className={classes.level}>{t`warning`}</span>}
          <span className={classes.text}>{line.text}</span>
        </div>
      ))}
    </div>
  )
}

/** The time of day with seconds out of the exact time, so that both are in the same zone. */
function clockOf(exact: (at: string) => string, at: string): string {
  return /\d{1,2}:\d{2}:\d{2}(\s?[AP]M)?/i.exec(exact(at))?.[0] ?? exact(at)
}
