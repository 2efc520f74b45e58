import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { whyQuery } from '@/api/allowances'
import type { Ban, Why, WhyLine } from '@/api/types'
import { sentence } from '@/lib/problem'
import { CodeBlock } from '@/ui/CodeBlock'
import { ErrorState } from '@/ui/ErrorState'
import { LineParts } from '@/ui/LineParts'
import { RegexText } from '@/ui/RegexText'
import { Skeleton } from '@/ui/Skeleton'
import '@/theme/mono'
import classes from './WhyLines.module.css'

/** The lines that led to a ban, each with the expression that matches it and what that captures. */
export function WhyLines({ id }: { id: Ban['id'] }) {
  const { data, error, refetch } = useQuery(whyQuery(id))
  if (data) return <Lines why={data} />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <Skeleton rows={3} />
}

function Lines({ why }: { why: Why }) {
  const { t } = useLingui()
  return (
    <div className={classes.why}>
      {why.lines.length > 0 && (
        <ol className={classes.lines} aria-label={t`Matched lines`}>
          {grouped(why.lines).map(([line, n]) => (
            <Line key={line.text} line={line} n={n} compared={why.available} />
          ))}
        </ol>
      )}
      <Notes why={why} />
    </div>
  )
}

function Line({ line, n, compared }: { line: WhyLine; n: number; compared: boolean }) {
  const { t } = useLingui()
  return (
    <li>
      <p className={`${classes.line} mono`}>
        <LineParts parts={line.parts} /> {n > 1 && <span className="dim">×{n}</span>}
      </p>
      <p className={classes.captured}>
        {line.address && (
          <span>
            {t`Address`} <mark data-role="address">{line.address}</mark>
          </span>
        )}
        {line.user && (
          <span>
            {t`User`} <mark data-role="user">{line.user}</mark>
          </span>
        )}
        {compared && <Verdict line={line} />}
      </p>
      {line.expression && (
        <CodeBlock value={line.expression} copyLabel={t`Copy the expression`}>
          <RegexText text={line.expression} />
        </CodeBlock>
      )}
    </li>
  )
}

function Verdict({ line }: { line: WhyLine }) {
  const number = (line.index ?? 0) + 1
  switch (line.outcome) {
    case 'matched':
      return (
        <span className="dim">
          <Trans>Fail expression {number} matches.</Trans>{' '}
          {line.remembered && <Trans>Alone it is no failure: fail2ban keeps it for others of the same session.</Trans>}
        </span>
      )
    case 'ignored':
      return (
        <span className="dim">
          <Trans>Ignore expression {number} matches: today this line would be passed over.</Trans>
        </span>
      )
    case 'unmatched':
      return (
        <span className="dim">
          <Trans>No expression of the jail matches it now.</Trans>
        </span>
      )
    case 'too_long':
      return (
        <span className="dim">
          <Trans>It is too long to be compared.</Trans>
        </span>
      )
    case 'untried':
      return (
        <span className="dim">
          <Trans>There was no time to compare it.</Trans>
        </span>
      )
  }
}

/** What must be said of the comparison: that there was none, or what it is not. */
function Notes({ why }: { why: Why }) {
  if (!why.available) {
    return (
      <p className="note">
        <Trans>No expression is shown.</Trans> {sentence(why.reason)}
      </p>
    )
  }
  return (
    <>
      {why.problems.length > 0 && (
        <div className="note">
          <Plural value={why.problems.length} one="# expression was left out:" other="# expressions were left out:" />
          <ul className={classes.problems}>
            {why.problems.map((p) => (
              <li key={`${p.list} ${p.index}`}>
                <code>{`${p.list} ${p.index + 1}`}</code>: {sentence(p.message)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="note">
        <Trans>
          These are expressions that match now, not a replay by fail2ban: the filter may have changed since the ban.
        </Trans>
      </p>
    </>
  )
}

/** Equal lines once, with how often they occur. */
function grouped(lines: readonly WhyLine[]): [line: WhyLine, n: number][] {
  const groups = new Map<string, [WhyLine, number]>()
  for (const line of lines) {
    const group = groups.get(line.text)
    if (group) group[1] += 1
    else groups.set(line.text, [line, 1])
  }
  return [...groups.values()]
}
