import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import type { ClassChoice } from '@/lib/mapClasses'
import { formatCount } from '@/lib/numbers'
import { defaultLimits, type Limits, limitsFault } from '@/lib/thresholds'
import { SegmentedControl } from '@/ui/SegmentedControl'
import classes from './map.module.css'

interface Props {
  choice: ClassChoice
  /** The limits in force. */
  limits: Limits
  /** Told each choice that makes sense; the map shows it at once. */
  onChoose: (choice: ClassChoice) => void
}

/** Where the colours begin: by the counts that are shown, at the usual numbers, or at the viewer's own. */
export function ClassEditor({ choice, limits, onChoose }: Props) {
  const { t } = useLingui()
  const kind = typeof choice === 'string' ? choice : 'own'
  const options = [
    { value: 'automatic', label: t`Automatic` },
    { value: 'default', label: t`Default` },
    { value: 'own', label: t`Own limits` },
  ] as const
  return (
    <div className={classes.editor}>
      <SegmentedControl
        label={t`Colours`}
        value={kind}
        options={options}
        onChange={(next) => onChoose(next === 'own' ? limits : next)}
      />
      {kind === 'own' ? (
        <OwnLimits limits={limits} onChange={onChoose} />
      ) : (
        <p className="note">
          {kind === 'automatic' ? (
            <Trans>Limits follow the numbers that are shown, so that each colour has countries.</Trans>
          ) : (
            <Trans>
              Always the same limits, so that ranges can be compared: {defaultLimits.map(format).join(', ')}.
            </Trans>
          )}
        </p>
      )}
    </div>
  )
}

/** Five numbers. While one makes no sense, the last good limits stay in force. */
function OwnLimits({ limits, onChange }: { limits: Limits; onChange: (limits: Limits) => void }) {
  const { t } = useLingui()
  const error = useId()
  const [texts, setTexts] = useState(() => limits.map(String))
  const numbers = texts.map(read)
  const fault = limitsFault(numbers)
  const change = (index: number, text: string) => {
    const next = texts.map((old, i) => (i === index ? text : old))
    setTexts(next)
    const [a, b, c, d, e] = next.map(read)
    if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined) return
    const own: Limits = [a, b, c, d, e]
    if (limitsFault(own) === undefined) onChange(own)
  }
  const before = fault && numbers[fault.index - 1]
  return (
    <fieldset className={classes.limits}>
      <legend className="sr">
        <Trans>Number of bans from which a colour begins</Trans>
      </legend>
      {texts.map((text, i) => {
        const grade = i + 1
        return (
          <label key={grade} className={classes.limit}>
            <span className={classes.swatch} data-class={grade} aria-hidden="true" />
            <span className="sr">{t`Colour ${grade} begins at`}</span>
            <input
              type="text"
              inputMode="numeric"
              autoComplete="off"
              maxLength={12}
              value={text}
              aria-invalid={fault?.index === i || undefined}
              aria-describedby={fault?.index === i ? error : undefined}
              onChange={(event) => change(i, event.currentTarget.value)}
            />
          </label>
        )
      })}
      <p id={error} className={classes.fault} role="status">
        {fault &&
          (fault.kind === 'whole' || before === undefined
            ? t`Colour ${fault.index + 1}: give a whole number from 1, in digits only.`
            : t`Colour ${fault.index + 1} must begin above ${format(before)}, where colour ${fault.index} begins.`)}
      </p>
    </fieldset>
  )
}

function format(n: number): string {
  return formatCount(n)
}

/** NaN for what is not all digits. */
function read(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN
}
