import '@/theme/forms'
import { useLingui } from '@lingui/react/macro'
import { lazy, type ReactNode, Suspense } from 'react'
import { DurationField } from '@/ui/DurationField'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { Skeleton } from '@/ui/Skeleton'
import type { CronFieldsProps } from './CronFields'
import { everyFaulty, type Mode } from './timesFields'

const CronFields = lazy(() => import('./CronFields').then((m) => ({ default: m.CronFields })))

interface Props extends CronFieldsProps {
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
      {fields.mode === 'cron' && (
        <Suspense fallback={<Skeleton rows={4} />}>
          <CronFields fields={fields} faults={faults} onChange={onChange} />
        </Suspense>
      )}
      {fields.mode === 'demand' && <p className="note">{onDemand}</p>}
    </>
  )
}
