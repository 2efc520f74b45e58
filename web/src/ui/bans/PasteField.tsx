import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Textarea } from '@mantine/core'
import { type PasteFault, parsePaste, wordsIn } from '@/lib/paste'
import { Chip } from '@/ui/Chip'
import { StatusDot } from '@/ui/StatusDot'
import classes from './bans.module.css'

const faults: Record<PasteFault, MessageDescriptor> = {
  zone: msg`a zone such as %eth0 means nothing here`,
  'leading-zero': msg`leading zeros are ambiguous`,
  bits: msg`the number after the slash is out of range`,
  name: msg`a host name: give its address`,
  'not-address': msg`neither an address nor a network`,
}

/** What is wrong with a word, where names are taken or not. */
const wordsOf = (fault: PasteFault, names: boolean) =>
  names && fault === 'not-address' ? msg`neither an address or network nor a whole name` : faults[fault]

const most = 50

interface Props {
  value: string
  onChange: (text: string) => void
  error: string | undefined
  /** Whether names of machines are taken, too. */
  names?: boolean
}

/** Addresses as they are typed or pasted, judged while one types: how many are good, and what is wrong with the others. */
export function PasteField({ value, onChange, error, names = false }: Props) {
  const { t } = useLingui()
  const words = parsePaste(value, { names })
  const valid = wordsIn(words, 'valid').length
  const wrong = words.filter((w) => w.state !== 'valid')
  const invalid = wordsIn(wrong, 'invalid').length
  const duplicates = wrong.length - invalid
  return (
    <div className={classes.form}>
      <Textarea
        label={names ? t`Addresses, networks or names` : t`Addresses or networks`}
        description={t`One or many, separated by spaces, commas or lines.`}
        placeholder={names ? '192.0.2.1\n2001:db8::/48\nhome.example.org' : '192.0.2.1\n2001:db8::/48'}
        classNames={{ input: classes.paste ?? '' }}
        rows={4}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        data-autofocus
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
      {words.length > 0 && (
        <div className={classes.counts} role="status">
          <StatusDot tone={valid > 0 ? 'ok' : 'idle'}>
            <Plural value={valid} one="# valid" other="# valid" />
          </StatusDot>
          {invalid > 0 && (
            <StatusDot tone="bad">
              <Plural value={invalid} one="# invalid" other="# invalid" />
            </StatusDot>
          )}
          {duplicates > 0 && (
            <StatusDot tone="idle">
              <Plural value={duplicates} one="# duplicate" other="# duplicates" />
            </StatusDot>
          )}
        </div>
      )}
      {wrong.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ul className={classes.results} aria-label={t`Words that are left out`} tabIndex={0}>
          {wrong.slice(0, most).map((word, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same word can be wrong twice
            <li key={i}>
              <span className="mono">{word.text}</span>
              <span className="note">{word.fault ? t(wordsOf(word.fault, names)) : t`is there already`}</span>
              <span className={classes.outcome}>
                <Chip tone={word.fault ? 'bad' : undefined}>{word.fault ? t`invalid` : t`duplicate`}</Chip>
              </span>
            </li>
          ))}
          {wrong.length > most && (
            <li className="dim">
              <Trans>and {wrong.length - most} more</Trans>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}
