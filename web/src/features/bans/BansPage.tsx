import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { ActiveFilters } from '@/api/activeBans'
import { hostsQuery } from '@/api/queries'
import { useBanActions } from '@/ui/bans/useBanActions'
import { Card } from '@/ui/Card'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { useKey } from '@/ui/useKey'
import { usePhone } from '@/ui/usePhone'
import { usePointerInside } from '@/ui/usePointerInside'
import { useSelection } from '@/ui/useSelection'
import { WaitingButton } from '@/ui/WaitingButton'
import { useClock } from '@/ui/zone'
import { BansBlock } from './BansBlock'
import { BansFilters } from './BansFilters'
import { BansItems } from './BansItems'
import { BansTable } from './BansTable'
import { BulkActions } from './BulkActions'
import classes from './bans.module.css'
import { UnbanAll } from './UnbanAll'
import { useActiveBans } from './useActiveBans'

const route = getRouteApi('/app/bans')

export function BansPage() {
  const { t } = useLingui()
  const { host, jail, q, ban: prefill } = route.useSearch()
  const navigate = route.useNavigate()
  const phone = usePhone()
  const filters: ActiveFilters = { host, jail, q }
  const filtered = Boolean(host || jail || q)
  const setFilters = (next: ActiveFilters) => void navigate({ search: next, replace: true })
  const { frame, inside } = usePointerInside<HTMLDivElement>()
  const [scrolled, setScrolled] = useState(false)
  const [selecting, setSelecting] = useState(false)
  const list = useActiveBans(filters, (inside && !phone) || scrolled || selecting)
  const selection = useSelection(list.bans.map((b) => b.id))
  if (selecting !== selection.chosen.size > 0) setSelecting(selection.chosen.size > 0)
  const actions = useBanActions({
    jail,
    prefill,
    onDialogClosed: () => prefill !== undefined && setFilters(filters),
  })
  useKey('b', () => actions.ban())
  useKey('Escape', () => (selection.chosen.size > 0 ? selection.clear() : setFilters({})))
  const hosts = useQuery(hostsQuery).data?.items ?? []
  const total = list.total ?? 0
  const props = {
    bans: list.bans,
    total,
    actions,
    manyHosts: hosts.length > 1,
    busy: list.isPlaceholderData,
    onEnd: () => list.hasNextPage && !list.isFetching && void list.fetchNextPage(),
  }
  return (
    <Page>
      <PageHeader
        title={t`Active bans`}
        note={<Note total={list.total} filtered={filtered} asOf={staleSince(hosts)} />}
        actions={
          <>
            <UnbanAll filters={filters} total={total} guard={actions.guard} />
            <Button
              leftSection={<IconBan size={16} stroke={1.8} aria-hidden="true" />}
              onClick={() => actions.ban()}
              {...actions.guard.button}
            >
              <Trans>Ban</Trans>
            </Button>
          </>
        }
      />
      <div className={classes.bar}>
        <BansFilters filters={filters} onChange={setFilters} />
        <WaitingButton count={list.waiting} onShow={list.release} />
      </div>
      <div ref={frame}>
        <Card flush>
          <BansBlock
            error={list.error}
            loaded={list.data !== undefined}
            count={list.bans.length}
            filtered={filtered}
            unreachable={hosts.some((h) => !h.reachable)}
            onRetry={() => void list.refetch()}
            onClear={() => setFilters({})}
            onBan={actions.guard.allowed ? () => actions.ban() : undefined}
          >
            {phone ? <BansItems {...props} /> : <BansTable {...props} selection={selection} onScrolled={setScrolled} />}
          </BansBlock>
        </Card>
      </div>
      <BulkActions bans={list.bans.filter((b) => selection.chosen.has(b.id))} onClear={selection.clear} />
      {actions.dialogs}
    </Page>
  )
}

function Note({ total, filtered, asOf }: { total: number | undefined; filtered: boolean; asOf: string | undefined }) {
  const { t } = useLingui()
  const words = useClock()
  const clock = asOf && words(asOf)
  const count =
    total === undefined
      ? ' '
      : filtered
        ? t`${plural(total, { one: '# ban matches', other: '# bans match' })}`
        : t`${plural(total, { one: '# ban in force', other: '# bans in force' })}`
  return (
    <span role={filtered ? 'status' : undefined}>
      {count}
      {clock && (
        <>
          {' '}
          · <Trans>as of {clock}</Trans>
        </>
      )}
    </span>
  )
}

/** The oldest moment that something shown is from, if a host does not answer. */
function staleSince(hosts: readonly { reachable: boolean; as_of: string | null }[]): string | undefined {
  return hosts.flatMap((h) => (!h.reachable && h.as_of ? [h.as_of] : [])).sort()[0]
}
