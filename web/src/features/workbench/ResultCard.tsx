import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { TestedLine, TestResult } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { Banner } from '@/ui/Banner'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { ToggleChips } from '@/ui/ToggleChips'
import { HitList } from './HitList'
import { LineResult } from './LineResult'
import { RefusedBanner, SlowBanner } from './RefusedBanner'
import { useOutcomeWords } from './useOutcomeWords'
import classes from './workbench.module.css'

interface Props {
  result: TestResult | undefined
  error: unknown
  busy: boolean
}

/** What came of the lines. */
export function ResultCard({ result, error, busy }: Props) {
  const { t } = useLingui()
  return (
    <Card title={t`Result`} aside={result && <Took result={result} />} flush>
      <BusyBar busy={busy} />
      <div aria-live="polite">
        {error ? (
          <ErrorState error={error} />
        ) : result ? (
          <Result key={result.took_seconds} result={result} />
        ) : (
          <EmptyState title={t`Nothing tried yet`}>
            <Trans>Paste lines, or take them from the log, and press Try.</Trans>
          </EmptyState>
        )}
      </div>
    </Card>
  )
}

function Took({ result }: { result: TestResult }) {
  const { t } = useLingui()
  return t`fail2ban ${result.version}, ${result.took_seconds.toFixed(1)} s`
}

const outcomes = ['matched', 'remembered', 'ignored', 'missed', 'skipped', 'untried'] as const
const atOnce = 200

function Result({ result }: { result: TestResult }) {
  const { t } = useLingui()
  const words = useOutcomeWords()
  const [only, setOnly] = useState<TestedLine['outcome']>()
  const [most, setMost] = useState(atOnce)
  const numbered = result.lines.map((line, i) => ({ line, n: i + 1 }))
  const counts = new Map<string, number>()
  for (const { line } of numbered) counts.set(line.outcome, (counts.get(line.outcome) ?? 0) + 1)
  const shown = numbered.filter(({ line }) => only === undefined || line.outcome === only)
  return (
    <>
      <div className={classes.notes}>
        {result.refused && <RefusedBanner refused={result.refused} />}
        {result.slow && <SlowBanner slow={result.slow} />}
        {result.time_up && !result.refused && (
          <Banner>
            <Trans>There was no time for all lines. Try fewer of them.</Trans>
          </Banner>
        )}
        {result.expressions.max_lines > 1 && (
          <p className="note">
            <Trans>
              This filter looks at {result.expressions.max_lines} lines together: a match stands at the last of its
              lines, and those before count as missed here.
            </Trans>
          </p>
        )}
      </div>
      <div className={classes.chips}>
        <ToggleChips
          label={t`Outcome`}
          value={only}
          options={outcomes
            .filter((o) => counts.has(o))
            .map((value) => ({ value, label: words[value].name, count: formatCount(counts.get(value) ?? 0) }))}
          onChange={(value) => {
            setOnly(outcomes.find((o) => o === value))
            setMost(atOnce)
          }}
        />
      </div>
      <ol className={classes.lines} aria-label={t`Lines with what came of them`}>
        {shown.slice(0, most).map(({ line, n }) => (
          <LineResult key={n} line={line} n={n} expressions={result.expressions} />
        ))}
      </ol>
      {shown.length > most && (
        <div className={classes.more}>
          <Button variant="default" size="xs" onClick={() => setMost(most + 5 * atOnce)}>
            <Plural value={shown.length - most} one="Show # more" other="Show # more" />
          </Button>
        </div>
      )}
      <HitList result={result} />
      <p className={`note ${classes.limits}`}>
        <Trans>
          Names are not looked up here: a line with a host’s name instead of an address counts as missed. The nearest
          miss is the expression whose beginning matches the most letters and digits of it; it is found by another
          engine than fail2ban’s, and is a hint. What matched, who and when are fail2ban’s own words.
        </Trans>{' '}
        {result.probed && !result.refused && !result.slow && (
          <Trans>
            Lines with long runs of characters, made for these expressions, found none that keeps fail2ban busy.
          </Trans>
        )}
      </p>
    </>
  )
}
