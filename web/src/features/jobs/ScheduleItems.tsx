import { Trans, useLingui } from '@lingui/react/macro'
import { titleOf } from '@/ui/jobs/words'
import classes from './jobs.module.css'
import { EnabledSwitch, LastRun, NextRun, ScheduleButtons, type ScheduleListProps, Times } from './ScheduleParts'

/** All schedules on a narrow screen. */
export function ScheduleItems({ schedules, onEdit }: ScheduleListProps) {
  const { t } = useLingui()
  return (
    <ul className={classes.items} aria-label={t`Schedules`}>
      {schedules.map((schedule) => (
        <li key={schedule.task} className={classes.item}>
          <div className={classes.itemHead}>
            <span className={classes.title}>{titleOf(schedule)}</span>
            <EnabledSwitch schedule={schedule} />
          </div>
          {schedule.description && <p className="note">{schedule.description}</p>}
          <dl className={classes.itemFacts}>
            <dt>
              <Trans>When</Trans>
            </dt>
            <dd>
              <Times schedule={schedule} />
            </dd>
            <dt>
              <Trans>Next run</Trans>
            </dt>
            <dd>
              <NextRun schedule={schedule} />
            </dd>
            <dt>
              <Trans>Last run</Trans>
            </dt>
            <dd>
              <LastRun schedule={schedule} />
            </dd>
          </dl>
          <ScheduleButtons schedule={schedule} onEdit={() => onEdit(schedule.task)} />
        </li>
      ))}
    </ul>
  )
}
