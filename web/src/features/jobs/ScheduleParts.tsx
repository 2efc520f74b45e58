import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Switch } from '@mantine/core'
import { IconPencil, IconPlayerPlay } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Schedule } from '@/api/types'
import { Chip } from '@/ui/Chip'
import { titleOf } from '@/ui/jobs/words'
import { RelativeTime } from '@/ui/RelativeTime'
import { timesWords } from '@/ui/schedule/timesWords'
import { useGuard } from '@/ui/useGuard'
import { useClock } from '@/ui/zone'
import classes from './jobs.module.css'
import { StateChip } from './StateChip'
import { useEnabled, useRunNow } from './useSchedule'

export interface ScheduleListProps {
  schedules: readonly Schedule[]
  onEdit: (task: string) => void
}

/** When a task runs: in words, and for cron as it is written with its zone. */
export function Times({ schedule }: { schedule: Schedule }) {
  const { t } = useLingui()
  const words = timesWords(schedule)
  return (
    <>
      {words === schedule.cron ? <code>{words}</code> : <span className={classes.words}>{words}</span>}
      {(schedule.cron || schedule.custom) && (
        <div className={classes.sub}>
          {schedule.cron && (
            <>
              {words !== schedule.cron && <code>{schedule.cron}</code>} {schedule.zone || 'UTC'}{' '}
            </>
          )}
          {schedule.custom && (
            <span title={t`By default: ${timesWords(schedule.default)}`}>
              <Chip tone="accent">
                <Trans>changed</Trans>
              </Chip>
            </span>
          )}
        </div>
      )}
    </>
  )
}

/** When it runs next. */
export function NextRun({ schedule }: { schedule: Schedule }) {
  const clock = useClock()
  const { next_run_at: next, running, enabled, asked_by: by } = schedule
  if (running) return <Trans>runs now</Trans>
  if (by) return <Trans>at once, for {by}</Trans>
  if (!enabled || !next) return <span className="dim">{enabled ? <Trans>on demand</Trans> : <Trans>off</Trans>}</span>
  if (Date.parse(next) <= Date.now()) return <Trans>due now</Trans>
  return (
    <>
      <RelativeTime at={next} />
      <div className={classes.sub}>{clock(next)}</div>
    </>
  )
}

/** How its last run ended, and when that was. */
export function LastRun({ schedule: { last } }: { schedule: Schedule }) {
  const { t } = useLingui()
  if (!last) {
    return (
      <span className="dim">
        <Trans>not yet</Trans>
      </span>
    )
  }
  return (
    <>
      <span className={classes.last}>
        <StateChip state={last.state} />
        <Link to="/jobs/$id" params={{ id: String(last.id) }} className="dim">
          <span className="sr">{t`Last run:`} </span>
          <RelativeTime at={last.ended_at ?? last.started_at} />
        </Link>
      </span>
      {last.outcome && <div className={classes.sub}>{last.outcome}</div>}
    </>
  )
}

/** Whether it runs by itself. */
export function EnabledSwitch({ schedule }: { schedule: Schedule }) {
  const { t } = useLingui()
  const { enabled, toggle } = useEnabled(schedule)
  const guard = useGuard('jobs.write')
  return (
    <span title={guard.reason || undefined}>
      <Switch
        size="xs"
        checked={enabled}
        onChange={toggle}
        disabled={!guard.allowed}
        aria-label={t`${titleOf(schedule)} runs by itself`}
      />
    </span>
  )
}

/** "Run now" and "Edit"; left out for those who may not. */
export function ScheduleButtons({ schedule, onEdit }: { schedule: Schedule; onEdit: () => void }) {
  const { t } = useLingui()
  const run = useGuard('jobs.run')
  const write = useGuard('jobs.write')
  const { run: runNow, asking } = useRunNow(schedule)
  const title = titleOf(schedule)
  return (
    <span className={classes.buttons}>
      {run.allowed && (
        <Button
          variant="default"
          size="compact-xs"
          loading={asking}
          disabled={schedule.running !== null}
          leftSection={<IconPlayerPlay size={13} stroke={1.8} aria-hidden="true" />}
          aria-label={t`Run now: ${title}`}
          onClick={runNow}
        >
          <Trans>Run now</Trans>
        </Button>
      )}
      {write.allowed && (
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPencil size={13} stroke={1.8} aria-hidden="true" />}
          aria-label={t`Edit: ${title}`}
          onClick={onEdit}
        >
          <Trans>Edit</Trans>
        </Button>
      )}
    </span>
  )
}
