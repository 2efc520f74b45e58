import { Trans, useLingui } from '@lingui/react/macro'
import { DataTable, table } from '@/ui/DataTable'
import { titleOf } from '@/ui/jobs/words'
import classes from './jobs.module.css'
import { EnabledSwitch, LastRun, NextRun, ScheduleButtons, type ScheduleListProps, Times } from './ScheduleParts'

/** All schedules. */
export function ScheduleTable({ schedules, onEdit }: ScheduleListProps) {
  const { t } = useLingui()
  return (
    <DataTable label={t`Schedules`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Task</Trans>
          </th>
          <th scope="col">
            <Trans>When</Trans>
          </th>
          <th scope="col">
            <Trans>Next run</Trans>
          </th>
          <th scope="col">
            <Trans>Last run</Trans>
          </th>
          <th scope="col">
            <Trans>On</Trans>
          </th>
          <th scope="col" className={table.actions}>
            <span className="sr">
              <Trans>Actions</Trans>
            </span>
          </th>
        </tr>
      </thead>
      <tbody className={classes.tall}>
        {schedules.map((schedule) => (
          <tr key={schedule.task} data-off={!schedule.enabled || undefined}>
            <td className={classes.task}>
              <span className={classes.title}>{titleOf(schedule)}</span>
              {schedule.description && <div className={classes.sub}>{schedule.description}</div>}
            </td>
            <td className={classes.when}>
              <Times schedule={schedule} />
            </td>
            <td className="nowrap">
              <NextRun schedule={schedule} />
            </td>
            <td className={classes.lastCell}>
              <LastRun schedule={schedule} />
            </td>
            <td>
              <EnabledSwitch schedule={schedule} />
            </td>
            <td className={table.actions}>
              <ScheduleButtons schedule={schedule} onEdit={() => onEdit(schedule.task)} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}
