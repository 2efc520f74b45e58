import { Trans } from '@lingui/react/macro'
import type { Ban } from '@/api/types'
import '@/theme/mono'
import classes from './bans.module.css'

/** The lines that led to a ban, as they are in the log; equal ones once. */
export function Evidence({ ban }: { ban: Ban }) {
  if (ban.evidence.length === 0) return <NoEvidence ban={ban} />
  return (
    <ul className={`${classes.evidence} mono`}>
      {countLines(ban.evidence).map(([line, n]) => (
        <li key={line}>
          {line} {n > 1 && <span className="dim">×{n}</span>}
        </li>
      ))}
    </ul>
  )
}

function NoEvidence({ ban }: { ban: Ban }) {
  return (
    <p className="note">
      {ban.origin === 'manual' ? (
        <Trans>This ban was made by hand, so there are no matched lines.</Trans>
      ) : (
        <Trans>fail2ban kept no matched lines of this ban.</Trans>
      )}
    </p>
  )
}

/** Equal lines once, with how often they occur. */
function countLines(lines: readonly string[]): [line: string, n: number][] {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return [...counts]
}
