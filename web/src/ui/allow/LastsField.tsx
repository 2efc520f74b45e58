import { useLingui } from '@lingui/react/macro'
import { longestAllowance, shortestAllowance } from '@/api/allowances'
import { parseDuration } from '@/lib/duration'
import { DurationField } from '@/ui/DurationField'
import { SegmentedControl } from '@/ui/SegmentedControl'
import classes from './allow.module.css'

/** How long an allowance is to last: for a time as it was typed, without an end, or as long as it does. */
export interface Lasts {
  end: 'time' | 'standing' | 'same'
  time: string
}

/** Whether that can be sent, and the seconds; none for no end, and for one that stays. */
export function lastsOf({ end, time }: Lasts): { timely: boolean; seconds: number | undefined } {
  if (end !== 'time') return { timely: true, seconds: undefined }
  const seconds = parseDuration(time)
  return { timely: seconds !== undefined && seconds >= shortestAllowance && seconds <= longestAllowance, seconds }
}

interface Props {
  value: Lasts
  onChange: (value: Lasts) => void
  error?: string
  description?: string
  /** Whether its end may also stay as it is. */
  same?: boolean
}

/** Asks how long an allowance is to last. */
export function LastsField({ value, onChange, error, description, same = false }: Props) {
  const { t } = useLingui()
  const { timely } = lastsOf(value)
  return (
    <div className={classes.lasts}>
      <SegmentedControl
        label={t`How long it lasts`}
        value={value.end}
        options={[
          ...(same ? [{ value: 'same' as const, label: t`As it is` }] : []),
          { value: 'time' as const, label: t`For a time` },
          { value: 'standing' as const, label: t`Without an end` },
        ]}
        onChange={(end) => onChange({ ...value, end })}
      />
      {value.end === 'time' && (
        <DurationField
          label={t`For how long`}
          description={description ?? t`A minute to a year.`}
          value={value.time}
          onChange={(time) => onChange({ ...value, time })}
          presets={['1h', '1d', '7d', '30d']}
          error={error ?? (timely || value.time.trim() === '' ? undefined : t`Use 1m to 366d.`)}
        />
      )}
    </div>
  )
}
