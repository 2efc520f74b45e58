import type { MessageDescriptor } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { Result } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Chip } from '@/ui/Chip'
import type { Tone } from '@/ui/StatusDot'
import classes from './bans.module.css'

const outcomes: Record<Result['outcome'], { word: MessageDescriptor; tone?: Tone }> = {
  banned: { word: msg`banned`, tone: 'ok' },
  already_banned: { word: msg`already banned` },
  pending: { word: msg`on its way`, tone: 'ok' },
  ignored: { word: msg`on the ignore list`, tone: 'warn' },
  unbanned: { word: msg`unbanned`, tone: 'ok' },
  not_banned: { word: msg`was not banned` },
  needs_confirmation: { word: msg`needs a second yes`, tone: 'warn' },
  invalid: { word: msg`invalid`, tone: 'bad' },
  duplicate: { word: msg`duplicate` },
  unreachable: { word: msg`host unreachable`, tone: 'bad' },
  failed: { word: msg`failed`, tone: 'bad' },
}

interface Props {
  results: readonly Result[]
  manyHosts: boolean
  manyJails: boolean
  busy: boolean
  /** The second yes to these addresses. */
  onForce: (addresses: string[]) => void
}

/** What came of each address; what needs a second yes stands apart, with the reason. */
export function BanResults({ results, manyHosts, manyJails, busy, onForce }: Props) {
  const { t } = useLingui()
  if (results.length === 0) return null
  const questions = uniqueByAddress(results.filter((r) => r.outcome === 'needs_confirmation'))
  const others = results.filter((r) => r.outcome !== 'needs_confirmation')
  const done = others.filter((r) => r.outcome === 'banned').length
  return (
    <>
      <p className="sr" role="status">
        <Plural value={done} one="# address banned" other="# addresses banned" />
      </p>
      {questions.length > 0 && (
        <div className={classes.confirm} role="alert">
          <strong>
            <Trans>Not banned yet: please look again.</Trans>
          </strong>
          <ul>
            {questions.map((q) => (
              <li key={q.address}>
                <span className="mono">{q.address}</span>: {sentence(q.message)}
              </li>
            ))}
          </ul>
          <div>
            <Button size="xs" color="bad" loading={busy} onClick={() => onForce(questions.map((q) => q.address))}>
              {questions.length === 1
                ? t`Ban anyway`
                : t`Ban ${plural(questions.length, { one: '# address', other: '# addresses' })} anyway`}
            </Button>
          </div>
        </div>
      )}
      {others.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ul className={classes.results} aria-label={t`Results`} tabIndex={0}>
          {others.map((r) => (
            <li key={`${r.address} ${r.host} ${r.jail} ${r.outcome}`}>
              <span className="mono">{r.address}</span>
              {manyJails && r.jail && <span className="dim">{r.jail}</span>}
              {manyHosts && r.host && <span className="dim">{r.host}</span>}
              <span className={classes.outcome}>
                <Chip tone={outcomes[r.outcome].tone}>{t(outcomes[r.outcome].word)}</Chip>
              </span>
              {r.message && <span className={classes.why}>{sentence(r.message)}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function uniqueByAddress(results: readonly Result[]): Result[] {
  return [...new Map(results.map((r) => [r.address, r])).values()]
}
