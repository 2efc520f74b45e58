import '@/theme/forms'
import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { Autocomplete, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { DurationField } from '@/ui/DurationField'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { cronWords } from './cronWords'
import classes from './schedule.module.css'
import { everyFaulty, type Mode, type TimesFields } from './timesFields'

const zones = Intl.supportedValuesOf('timeZone')

interface Props {
  fields: TimesFields
  onChange: (change: Partial<TimesFields>) => void
  /** What the server said of `every_seconds`, `cron` and `zone`. */
  faults: Record<string, string>
  /** The question that the modes answer; read out. */
  label: string
  /** Help for the interval, and lengths to choose with one press. */
  everyHelp: ReactNode
  presets: readonly string[]
  /** What it means if it does not happen by itself. */
  onDemand: ReactNode
}

/** When something happens by itself: by an interval, by the calendar, or not. */
export function TimesField({ fields, onChange, faults, label, everyHelp, presets, onDemand }: Props) {
  const { t } = useLingui()
  const modes: { value: Mode; label: string }[] = [
    { value: 'every', label: t`Interval` },
    { value: 'cron', label: t`Calendar` },
    { value: 'demand', label: t`On demand` },
  ]
  return (
    <>
      <SegmentedControl label={label} value={fields.mode} options={modes} onChange={(mode) => onChange({ mode })} />
      {fields.mode === 'every' && (
        <DurationField
          label={t`Every`}
          description={everyHelp}
          value={fields.every}
          onChange={(every) => onChange({ every })}
          presets={presets}
          error={everyFaulty(fields) ? t`Write a length of time such as 10m, 1d 12h or 600.` : faults['every_seconds']}
        />
      )}
      {fields.mode === 'cron' && <CronFields fields={fields} faults={faults} onChange={onChange} />}
      {fields.mode === 'demand' && <p className="note">{onDemand}</p>}
    </>
  )
}

function CronFields({ fields, faults, onChange }: Pick<Props, 'fields' | 'faults' | 'onChange'>) {
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
