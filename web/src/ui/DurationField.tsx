import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { parseDuration } from '@/lib/duration'
import { durationWords } from '@/lib/durationWords'
import classes from './DurationField.module.css'

interface Props {
  label: ReactNode
  description: ReactNode
  /** As it was typed: "10m", "1d 12h", seconds, or "-1" for no end. */
  value: string
  onChange: (value: string) => void
  /** Lengths to choose with one press, in the same notation. */
  presets: readonly string[]
  /** What an empty field means, in words; without it empty is no length. */
  empty?: string
  error?: string
  disabled?: boolean
}

/** A length of time in fail2ban's own short notation, read back in words while one types. */
export function DurationField({ label, description, value, onChange, presets, empty, error, disabled }: Props) {
  const { t } = useLingui()
  const reading = useId()
  const seconds = parseDuration(value)
  const name = (preset: string) => (preset === '-1' ? t`Permanent` : preset === '' ? (empty ?? '') : preset)
  return (
    <div>
      <TextInput
        label={label}
        description={description}
        value={value === '-1' ? t`Permanent` : value}
        onChange={(event) => onChange(typed(event.currentTarget.value, t`Permanent`))}
        placeholder={empty}
        error={error}
        disabled={disabled}
        aria-describedby={reading}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
      />
      {!error && (
        <div id={reading} className={classes.reading}>
          {seconds !== undefined && seconds >= 0 ? (
            durationWords(seconds)
          ) : seconds !== undefined ? (
            <Trans>It never ends by itself</Trans>
          ) : value.trim() === '' && empty ? (
            empty
          ) : (
            <Trans>Such as 10m, 1d 12h, 2w</Trans>
          )}
        </div>
      )}
      <fieldset className={classes.presets}>
        <legend className="sr">
          <Trans>Common values</Trans>
        </legend>
        {presets.map((preset) => (
          <button
            key={preset}
            type="button"
            className={classes.preset}
            disabled={disabled}
            aria-pressed={preset === '' ? value.trim() === '' : parseDuration(preset) === seconds}
            onClick={() => onChange(preset)}
          >
            {name(preset)}
          </button>
        ))}
      </fieldset>
    </div>
  )
}

/** "permanent" in the reader's language or in English is -1. */
function typed(text: string, permanent: string): string {
  const word = text.trim().toLowerCase()
  return word === permanent.toLowerCase() || word === 'permanent' ? '-1' : text
}
