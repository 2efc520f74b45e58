import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { Host } from '@/api/types'
import { filterFields, rangeOf, type StatsFilter, stepRange, withoutFields } from '@/lib/statsFilter'
import { EmptyState } from '@/ui/EmptyState'
import { RelativeTime } from '@/ui/RelativeTime'
import { inRange, rangeNames } from '@/ui/rangeWords'

interface Props {
  filter: StatsFilter
  /** undefined while that is not known. */
  hosts: readonly Host[] | undefined
  onChange: (filter: StatsFilter) => void
}

/** Says why there are no bans: the filter, fail2ban itself, or that all is calm; and leads out of it. */
export function NoBans({ filter, hosts, onChange }: Props) {
  const { t } = useLingui()
  const filtered = filterFields.some((field) => filter[field] !== undefined)
  const range = rangeOf(filter, '24h')
  const when = range ? t(inRange[range]) : t`in this time`
  const wider = stepRange(filter, 1)
  return (
    <EmptyState
      title={filtered ? t`No bans match ${when}` : t`No bans ${when}`}
      actions={
        <>
          {filtered && (
            <Button variant="default" size="xs" onClick={() => onChange(withoutFields(filter))}>
              <Trans>Clear filters</Trans>
            </Button>
          )}
          {wider !== filter && wider.range && (
            <Button variant="default" size="xs" onClick={() => onChange(wider)}>
              {wider.range === '365d' ? t`Show a year` : t`Show ${t(rangeNames[wider.range])}`}
            </Button>
          )}
        </>
      }
    >
      {hosts && <Why hosts={hosts} />}
    </EmptyState>
  )
}

function Why({ hosts }: { hosts: readonly Host[] }) {
  if (!hosts.some((host) => host.reachable)) return <Trans>fail2ban cannot be reached, so new bans are not seen.</Trans>
  const last = hosts
    .flatMap((host) => host.last_ban_at ?? [])
    .sort()
    .at(-1)
  if (!last) return <Trans>fail2ban is running and has not banned anybody yet.</Trans>
  return (
    <Trans>
      fail2ban is running; the newest ban was <RelativeTime at={last} />.
    </Trans>
  )
}
