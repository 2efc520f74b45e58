import '@/theme/forms'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, NativeSelect } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Schedule, ScheduleChange } from '@/api/types'
import { asApiError } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { titleOf } from '@/ui/jobs/words'
import { Mend } from '@/ui/StaleBanner'
import { TimesField } from '@/ui/schedule/TimesField'
import { everyFaulty } from '@/ui/schedule/timesFields'
import { timesWords } from '@/ui/schedule/timesWords'
import { toastUndo } from '@/ui/toast'
import classes from './jobs.module.css'
import { changeOf, fieldsOf, type ScheduleFields } from './scheduleForm'
import { timesOf, useScheduleChange } from './useSchedule'

/** When one task runs, to be changed. */
export function ScheduleForm({ schedule, onDone }: { schedule: Schedule; onDone: () => void }) {
  const { t } = useLingui()
  const [fields, setFields] = useState(() => fieldsOf(schedule))
  const { mutateAsync, isPending, error, reset } = useScheduleChange(schedule.task)
  const refused = error ? asApiError(error) : undefined
  const faults = refused?.formErrors() ?? {}
  const faulty = everyFaulty(fields)
  const edit = (change: Partial<ScheduleFields>) => {
    reset()
    setFields((old) => ({ ...old, ...change }))
  }
  const send = async (change: ScheduleChange) => {
    const before = timesOf(schedule)
    const after = await mutateAsync(change).catch(() => undefined)
    if (!after) return
    onDone()
    toastUndo(t`${titleOf(after)}: ${timesWords(after)}`, () => mutateAsync(before))
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!faulty && !isPending) void send(changeOf(fields))
  }
  return (
    <form onSubmit={save} noValidate className={classes.form}>
      {schedule.description && <p className="note">{schedule.description}</p>}
      <TimesField
        fields={fields}
        onChange={edit}
        faults={faults}
        label={t`What makes it run`}
        everyHelp={t`From the start of one run to the start of the next; one second or more.`}
        presets={['5m', '10m', '1h', '1d']}
        onDemand={<Trans>It runs only when somebody presses “Run now”.</Trans>}
      />
      {fields.mode !== 'demand' && (
        <NativeSelect
          label={t`If a time was missed`}
          description={t`When no replica ran at that time, or the one that ran was stopped.`}
          value={fields.missed}
          onChange={(event) => edit({ missed: event.currentTarget.value === 'skip' ? 'skip' : 'once' })}
          data={[
            { value: 'once', label: t`Run once, as soon as possible` },
            { value: 'skip', label: t`Leave it out and wait for the next` },
          ]}
          error={faults['missed']}
        />
      )}
      {refused && Object.keys(faults).length === 0 && (
        <Banner tone="bad">
          {refused.message} {refused.mend && <Mend text={refused.mend} />}
        </Banner>
      )}
      <div className={classes.formButtons}>
        {schedule.custom && (
          <Button variant="subtle" disabled={isPending} onClick={() => void send({ reset: true })}>
            {t`Back to the default: ${timesWords(schedule.default)}`}
          </Button>
        )}
        <span className={classes.formEnd}>
          <Button variant="default" onClick={onDone}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={isPending} disabled={faulty}>
            <Trans>Save</Trans>
          </Button>
        </span>
      </div>
    </form>
  )
}
