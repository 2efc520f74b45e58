import { Trans, useLingui } from '@lingui/react/macro'
import { durationWords } from '@/lib/durationWords'
import { RegexText } from '@/ui/RegexText'
import '@/theme/mono'
import type { OptionLine } from './groups'
import classes from './OptionValue.module.css'
import { secondsOf } from './seconds'

/** The value of an option, in the form that its type reads best in. */
export function OptionValue({ line: { known, set } }: { line: OptionLine }) {
  if (!set || set.value.none) return <NotSet fallback={known?.default ?? ''} />
  const { text, cut } = set.value
  if (text === '')
    return (
      <span className="dim">
        <Trans>empty</Trans>
      </span>
    )
  switch (known?.type) {
    case 'boolean':
      return <Answer text={text} />
    case 'duration':
      return <Time text={text} />
    case 'expression':
    case 'expressions':
      return <Lines text={text} cut={cut} expressions />
    default:
      return <Lines text={text} cut={cut} />
  }
}

function NotSet({ fallback }: { fallback: string }) {
  return (
    <span className="dim">
      {fallback ? (
        <>
          <Trans>not set: counts as</Trans> <code className={classes.fallback}>{fallback}</code>
        </>
      ) : (
        <Trans>not set</Trans>
      )}
    </span>
  )
}

/** fail2ban has made True or False of what was written. */
function Answer({ text }: { text: string }) {
  const { t } = useLingui()
  if (text !== 'True' && text !== 'False') return <code>{text}</code>
  return <span className={classes.answer}>{text === 'True' ? t`yes` : t`no`}</span>
}

function Time({ text }: { text: string }) {
  const { t } = useLingui()
  const seconds = secondsOf(text)
  const words = seconds === undefined ? undefined : seconds < 0 ? t`for ever` : durationWords(seconds)
  return (
    <span className={classes.time}>
      <code>{text}</code>
      {words && <span className="dim">{words}</span>}
    </span>
  )
}

/** More lines than these are behind a button. */
const few = 12

function Lines({ text, cut, expressions }: { text: string; cut: boolean; expressions?: boolean }) {
  const { t } = useLingui()
  const lines = text.split('\n')
  const show = (some: readonly string[]) =>
    some.map((one, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other identity
      <code key={i} className={classes.line}>
        {expressions ? <RegexText text={one} /> : one}
      </code>
    ))
  const rest = lines.length - few
  return (
    <div className={lines.length > 1 || text.length > 44 ? classes.block : undefined}>
      {show(lines.slice(0, few))}
      {rest > 0 && (
        <details>
          <summary className={classes.rest}>{t`${rest} more lines`}</summary>
          {show(lines.slice(few))}
        </details>
      )}
      {cut && (
        <span className="dim">
          <Trans>It is longer than can be shown.</Trans>
        </span>
      )}
    </div>
  )
}
