import '@/theme/forms'
import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { Autocomplete, Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Schedule, ScheduleChange } from '@/api/types'
import { asApiError } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { DurationField } from '@/ui/DurationField'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { Mend } from '@/ui/StaleBanner'
import { toastUndo } from '@/ui/toast'
import { cronWords } from './cronWords'
import classes from './jobs.module.css'
import { changeOf, everyFaulty, fieldsOf, type Mode, type ScheduleFields } from './scheduleForm'
import { timesOf, useScheduleChange } from './useSchedule'
import { timesWords, titleOf } from './words'

const zones = Intl.supportedValuesOf('timeZone')

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
  const modes: { value: Mode; label: string }[] = [
    { value: 'every', label: t`Interval` },
    { value: 'cron', label: t`Calendar` },
    { value: 'demand', label: t`On demand` },
  ]
  return (
    <form onSubmit={save} noValidate className={classes.form}>
      {schedule.description && <p className="note">{schedule.description}</p>}
      <SegmentedControl
        label={t`What makes it run`}
        value={fields.mode}
        options={modes}
        onChange={(mode) => edit({ mode })}
      />
      {fields.mode === 'every' && (
        <DurationField
          label={t`Every`}
          description={t`From the start of one run to the start of the next; one second or more.`}
          value={fields.every}
          onChange={(every) => edit({ every })}
          presets={['5m', '10m', '1h', '1d']}
          error={faulty ? t`Write a length of time such as 10m, 1d 12h or 600.` : faults['every_seconds']}
        />
      )}
      {fields.mode === 'cron' && <CronFields fields={fields} faults={faults} onChange={edit} />}
      {fields.mode === 'demand' ? (
        <p className="note">
          <Trans>It runs only when somebody presses “Run now”.</Trans>
        </p>
      ) : (
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

interface CronProps {
  fields: ScheduleFields
  faults: Record<string, string>
  onChange: (change: Partial<ScheduleFields>) => void
}

function CronFields({ fields, faults, onChange }: CronProps) {
  const { t } = useLingui()
  const words = cronWords(fields.cron)
  return (
    <>
      <div>
        <TextInput
          label={t`Cron expression`}
          description={t`Minute, hour, day of the month, month, day of the week; or a word such as @daily.`}
          classNames={{ input: classes.mono ?? '' }}
          value={fields.cron}
          onChange={(event) => onChange({ cron: event.currentTarget.value })}
          error={faults['cron']}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
        />
        {!faults['cron'] && (
          <p className={classes.reading} role="status">
            {words ?? <Trans>No short words for this; the server checks it when you save.</Trans>}
          </p>
        )}
      </div>
      <Autocomplete
        label={t`Time zone`}
        description={t`Where that time of day is meant; clocks that change are followed.`}
        data={zones.includes('UTC') ? zones : ['UTC', ...zones]}
        limit={60}
        value={fields.zone}
        onChange={(zone) => onChange({ zone })}
        error={faults['zone']}
      />
    </>
  )
}
