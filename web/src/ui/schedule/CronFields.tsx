import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { Autocomplete, TextInput } from '@mantine/core'
import { cronWords } from './cronWords'
import classes from './schedule.module.css'
import type { TimesFields } from './timesFields'

const zones = Intl.supportedValuesOf('timeZone')

export interface CronFieldsProps {
  fields: TimesFields
  onChange: (change: Partial<TimesFields>) => void
  /** What the server said of `every_seconds`, `cron` and `zone`. */
  faults: Record<string, string>
}

/** A cron expression, read back in words, and its time zone. */
export function CronFields({ fields, faults, onChange }: CronFieldsProps) {
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
