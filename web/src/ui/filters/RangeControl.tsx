import { useLingui } from '@lingui/react/macro'
import { IconCalendar } from '@tabler/icons-react'
import { lazy, useContext } from 'react'
import { ranges } from '@/lib/ranges'
import {
  rangeOf,
  type StatsFilter,
  spanOf,
  stepRange,
  type Usual,
  withoutRange,
  withRange,
  withSpan,
} from '@/lib/statsFilter'
import { PopoverButton } from '@/ui/PopoverButton'
import { rangeNames } from '@/ui/rangeWords'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { useKey } from '@/ui/useKey'
import { TimeZone } from '@/ui/zone'
import classes from './filters.module.css'

// Fetched when somebody wants dates of their own.
const SpanForm = lazy(() => import('./SpanForm').then((m) => ({ default: m.SpanForm })))

interface Props {
  filter: StatsFilter
  onChange: (filter: StatsFilter) => void
  /** What the page has if nothing is said. */
  usual?: Usual
}

/** The time that a page is about: one of four ranges up to now, all time where that is usual, or dates. `[` and `]` step through the ranges. */
export function RangeControl({ filter, onChange, usual = '24h' }: Props) {
  const { t } = useLingui()
  const zone = useContext(TimeZone)
  const timeZone = filter.tz ?? zone
  const range = rangeOf(filter, usual)
  const span = spanOf(filter, Date.now(), usual === 'all' ? '7d' : usual)
  const options = ranges.map((value): { value: Usual; label: string } => ({ value, label: t(rangeNames[value]) }))
  const choose = (next: Usual | '') => {
    if (next === 'all') onChange(withoutRange(filter))
    else if (next !== '') onChange(withRange(filter, next))
  }
  useKey('[', () => onChange(stepRange(filter, -1, usual)))
  useKey(']', () => onChange(stepRange(filter, 1, usual)))
  return (
    <div className={classes.range}>
      <SegmentedControl
        label={t`Time range`}
        value={range ?? ''}
        options={usual === 'all' ? [...options, { value: 'all', label: t`All` }] : options}
        onChange={choose}
      />
      <PopoverButton
        className={classes.custom}
        data-active={range === undefined || undefined}
        dialog={t`Dates of your own`}
        position="bottom-end"
        content={(close) => (
          <SpanForm
            span={span}
            timeZone={timeZone}
            unlimited={usual === 'all'}
            onCancel={close}
            onApply={(from, to) => {
              close()
              onChange(withSpan(filter, from, to))
            }}
          />
        )}
      >
        <IconCalendar size={15} stroke={1.7} aria-hidden="true" />
        {range === undefined ? formatSpan(span, timeZone) : t`Custom…`}
      </PopoverButton>
    </div>
  )
}

/** "1 – 7 Oct"; with hours if it is less than two days. */
export function formatSpan({ from, to }: { from: number; to: number }, timeZone?: string, locale?: string): string {
  const short = to - from < 2 * 86_400_000
  const hours: Intl.DateTimeFormatOptions = short ? { hour: '2-digit', minute: '2-digit' } : {}
  return new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', ...hours, timeZone }).formatRange(
    from,
    // A range that ends at midnight ends with the day before.
    short ? to : to - 1,
  )
}
