import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import '@/theme/forms'
import { Button, FocusTrap, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { longestStats } from '@/lib/ranges'
import { type SpanFault, spanFault } from '@/lib/spanFault'
import { fromInput, toInput } from '@/lib/wallClock'
import classes from './filters.module.css'

interface Props {
  /** What stands in the fields at first, in milliseconds since 1970. */
  span: { from: number; to: number }
  timeZone: string | undefined
  /** Whether it may be longer than statistics can be. */
  unlimited: boolean
  onApply: (from: number, to: number) => void
  onCancel: () => void
}

const faults: Record<SpanFault['kind'], MessageDescriptor> = {
  missing: msg`Give a date and a time.`,
  order: msg`Must be after the beginning.`,
  future: msg`Must be in the past.`,
  far: msg`Must be after 1970.`,
  long: msg`May be 400 days before the end at most.`,
}

/** From and to, on the clocks of the viewer. */
export function SpanForm({ span, timeZone, unlimited, onApply, onCancel }: Props) {
  const { t } = useLingui()
  const [from, setFrom] = useState(() => toInput(span.from, timeZone))
  const [to, setTo] = useState(() => toInput(span.to, timeZone))
  const [fault, setFault] = useState<SpanFault>()
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const apply = (event: FormEvent) => {
    event.preventDefault()
    const [begin, end] = [fromInput(from, timeZone), fromInput(to, timeZone)]
    const wrong = spanFault(begin, end, Date.now(), unlimited ? Number.POSITIVE_INFINITY : longestStats)
    setFault(wrong)
    if (!wrong && begin !== undefined && end !== undefined) onApply(begin, end)
  }
  const errorOf = (field: SpanFault['field']) => (fault?.field === field ? t(faults[fault.kind]) : undefined)
  return (
    <FocusTrap>
      <form className={classes.form} onSubmit={apply} noValidate>
        <TextInput
          data-autofocus
          type="datetime-local"
          label={t`From`}
          value={from}
          error={errorOf('from')}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={t`To`}
          value={to}
          error={errorOf('to')}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <p className={classes.note}>
          <Trans>Times are those of {zone}.</Trans>
        </p>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit">
            <Trans>Show</Trans>
          </Button>
        </div>
      </form>
    </FocusTrap>
  )
}
