import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Summary } from '@/api/types'
import { filterFields, rangeOf, type StatsFilter, stepRange } from '@/lib/statsFilter'
import { EmptyState } from '@/ui/EmptyState'
import { PlainButton } from '@/ui/PlainButton'
import { RelativeTime } from '@/ui/RelativeTime'
import { inRange, rangeNames } from '@/ui/rangeWords'
import { historyLink } from './links'

interface Props {
  summary: Summary | undefined
  filter: StatsFilter
  /** The search for them was not over yet. */
  more: boolean
  onChange: (filter: StatsFilter) => void
  onClear: () => void
}

/** Says why there are no recent bans: the filter, fail2ban itself, or that all is calm. */
export function NoRecentBans({ summary, filter, more, onChange, onClear }: Props) {
  const { t } = useLingui()
  const range = rangeOf(filter)
  const when = range ? t(inRange[range]) : t`in the chosen time`
  const filtered = filterFields.some((field) => filter[field] !== undefined)
  const next = stepRange(filter, 1)
  const wider = next === filter ? undefined : next.range
  return (
    <EmptyState
      title={more ? t`Nothing found so far` : filtered ? t`No bans match ${when}` : t`No bans ${when}`}
      actions={
        <>
          {filtered && (
            <PlainButton onClick={onClear}>
              <Trans>Clear filters</Trans>
            </PlainButton>
          )}
          {wider && (
            <PlainButton onClick={() => onChange(next)}>
              {wider === '365d' ? t`Show a year` : t`Show ${t(rangeNames[wider])}`}
            </PlainButton>
          )}
        </>
      }
    >
      {more ? (
        <Link {...historyLink(filter)}>
          <Trans>Search on in the history</Trans>
        </Link>
      ) : (
        summary && <Why summary={summary} />
      )}
    </EmptyState>
  )
}

function Why({ summary: { hosts, last_ban_at } }: { summary: Summary }) {
  if (hosts.reachable === 0) return <Trans>fail2ban cannot be reached, so new bans are not seen.</Trans>
  if (!last_ban_at) return <Trans>fail2ban is running and has not banned anybody yet.</Trans>
  return (
    <Trans>
      fail2ban is running; the newest ban was <RelativeTime at={last_ban_at} />.
    </Trans>
  )
}
