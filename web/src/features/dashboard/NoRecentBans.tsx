import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { Summary } from '@/api/types'
import { type Range, ranges } from '@/lib/ranges'
import { EmptyState } from '@/ui/EmptyState'
import { RelativeTime } from '@/ui/RelativeTime'
import { inRange, rangeNames } from '@/ui/rangeWords'

interface Props {
  summary: Summary | undefined
  range: Range
  filtered: boolean
  onRange: (range: Range) => void
  onClear: () => void
}

/** Says why there are no recent bans: the filter, fail2ban itself, or that all is calm. */
export function NoRecentBans({ summary, range, filtered, onRange, onClear }: Props) {
  const { t } = useLingui()
  const wider = ranges[ranges.indexOf(range) + 1]
  return (
    <EmptyState
      title={filtered ? t`No bans match ${t(inRange[range])}` : t`No bans ${t(inRange[range])}`}
      actions={
        <>
          {filtered && (
            <Button variant="default" size="xs" onClick={onClear}>
              <Trans>Clear filters</Trans>
            </Button>
          )}
          {wider && (
            <Button variant="default" size="xs" onClick={() => onRange(wider)}>
              {wider === '365d' ? t`Show a year` : t`Show ${t(rangeNames[wider])}`}
            </Button>
          )}
        </>
      }
    >
      {summary && <Why summary={summary} />}
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
