import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import type { AllowanceResult, Allowed } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Chip } from '@/ui/Chip'
import type { Tone } from '@/ui/StatusDot'
import { useExactTime } from '@/ui/zone'
import classes from './allow.module.css'

const outcomes: Record<AllowanceResult['outcome'], { word: MessageDescriptor; tone?: Tone }> = {
  placed: { word: msg`ignored now`, tone: 'ok' },
  already_there: { word: msg`ignored before, too` },
  removed: { word: msg`no longer ignored`, tone: 'ok' },
  kept: { word: msg`ignored still` },
  pending: { word: msg`when it answers`, tone: 'warn' },
  failed: { word: msg`failed`, tone: 'bad' },
}

/** What was done at once, for each host and jail; what was not is tried again by itself. */
export function AllowResults({ allowed, onClose }: { allowed: Allowed; onClose: () => void }) {
  const exact = useExactTime()
  const until = allowed.items[0]?.until
  const lifted = allowed.lifted.summary['unbanned'] ?? 0
  return (
    <div className={classes.form}>
      <p role="status">
        {until ? <Trans>Allowed until {exact(until)}.</Trans> : <Trans>Allowed without an end.</Trans>}{' '}
        {lifted > 0 && <Plural value={lifted} one="# ban was lifted." other="# bans were lifted." />}
      </p>
      <ResultList results={allowed.results} />
      {allowed.items.some((a) => a.pending_hosts.length > 0) && (
        <p className="note">
          <Trans>What could not be done yet is tried again every minute.</Trans>
        </p>
      )}
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          <Trans>Done</Trans>
        </Button>
      </Group>
    </div>
  )
}

function ResultList({ results }: { results: readonly AllowanceResult[] }) {
  const { t } = useLingui()
  if (results.length === 0) return null
  const manyAddresses = new Set(results.map((r) => r.address)).size > 1
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
    <ul className={classes.results} aria-label={t`Results`} tabIndex={0}>
      {results.map((r) => (
        <li key={`${r.host} ${r.jail} ${r.address}`}>
          <span>{r.jail || t`all jails`}</span>
          <span className="dim">{t`on ${r.host}`}</span>
          {manyAddresses && <span className="mono">{r.address}</span>}
          <span className={classes.outcome}>
            <Chip tone={outcomes[r.outcome].tone}>{t(outcomes[r.outcome].word)}</Chip>
          </span>
          {r.message && <span className={classes.why}>{sentence(r.message)}</span>}
        </li>
      ))}
    </ul>
  )
}
