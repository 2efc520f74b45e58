import { Trans, useLingui } from '@lingui/react/macro'
import type { Expressions, TestedLine } from '@/api/types'
import { addressKind } from '@/lib/address'
import { AddressLink } from '@/ui/Address'
import { Chip } from '@/ui/Chip'
import { LineParts } from '@/ui/LineParts'
import { RegexText } from '@/ui/RegexText'
import { useExactTime } from '@/ui/zone'
import { useOutcomeWords } from './useOutcomeWords'
import classes from './workbench.module.css'

/** From this many milliseconds on a line is said to be slow: a thousand of them would take a minute. */
const slowMs = 60

interface Props {
  line: TestedLine
  n: number
  expressions: Expressions
}

/** One line, and what became of it. */
export function LineResult({ line, n, expressions }: Props) {
  const words = useOutcomeWords()[line.outcome]
  return (
    <li className={classes.line} value={n}>
      <div className={classes.lineHead}>
        <span className={`${classes.n} num`}>{n}</span>
        <Chip tone={words.tone}>{words.name}</Chip>
        <Facts line={line} />
      </div>
      <p className={`${classes.text} mono`}>
        <LineParts parts={line.parts} />
      </p>
      <Verdict line={line} expressions={expressions} />
    </li>
  )
}

function Facts({ line }: { line: TestedLine }) {
  const { t } = useLingui()
  const exact = useExactTime()
  return (
    <>
      {line.id && (
        <span>
          {t`Address`}{' '}
          <span className="mono">
            {addressKind(line.id) ? <AddressLink value={line.id}>{line.id}</AddressLink> : line.id}
          </span>
        </span>
      )}
      {line.user && (
        <span>
          {t`User`} <span className="mono">{line.user}</span>
        </span>
      )}
      {line.at ? (
        <span className="dim num" title={line.date_form || undefined}>
          {exact(line.at)}
        </span>
      ) : (
        line.outcome === 'matched' && (
          <span className={classes.warn}>
            <Trans>no time found: it counts as of when it is read</Trans>
          </span>
        )
      )}
      {line.took_ms >= slowMs && (
        <span className={classes.warn}>
          <Trans>slow: {line.took_ms} ms</Trans>
        </span>
      )}
      {line.cut && (
        <span className={classes.warn}>
          <Trans>only the first 8 kB were tried</Trans>
        </span>
      )}
    </>
  )
}

function Verdict({ line, expressions }: Omit<Props, 'n'>) {
  const { near } = line
  if (near) {
    const number = near.index + 1
    return (
      <div className={classes.near}>
        <p className="dim">
          {near.list === 'prefregex' ? (
            <Trans>Nearest: prefregex matches up to “{tail(near.text)}”, and then wants</Trans>
          ) : (
            <Trans>
              Nearest: failregex {number} matches up to “{tail(near.text)}”, and then wants
            </Trans>
          )}{' '}
          <code className={classes.wanted}>{near.failed}</code>
        </p>
        <p className={`${classes.expression} mono`}>
          <RegexText text={near.matched} />
          <mark className={classes.failed}>{near.failed}</mark>
        </p>
      </div>
    )
  }
  if (line.index === null) return null
  const number = line.index + 1
  const ignored = line.outcome === 'ignored'
  const text = (ignored ? expressions.ignore_regex : expressions.fail_regex)[line.index]
  return (
    <details className={classes.near}>
      <summary className="dim">
        {ignored ? <Trans>ignoreregex {number}</Trans> : <Trans>failregex {number}</Trans>}
        {line.outcome === 'remembered' && (
          <>
            {' · '}
            <Trans>alone it is no failure: fail2ban keeps it for others of the same session</Trans>
          </>
        )}
      </summary>
      <p className={`${classes.expression} mono`}>{text && <RegexText text={text} />}</p>
    </details>
  )
}

/** The end of a text, where it is long. */
function tail(text: string): string {
  const most = 40
  return text.length > most ? `…${text.slice(-most)}` : text
}
