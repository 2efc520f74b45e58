import '@/theme/forms'
import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { allowancesQuery } from '@/api/allowances'
import type { Allowance } from '@/api/types'
import { AllowDialog } from '@/ui/allow/AllowDialog'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { SearchField } from '@/ui/SearchField'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { Sheet } from '@/ui/Sheet'
import { useGuard } from '@/ui/useGuard'
import { useKey } from '@/ui/useKey'
import { usePhone } from '@/ui/usePhone'
import { AllowanceFacts } from './AllowanceFacts'
import { AllowancesBlock } from './AllowancesBlock'
import { AllowancesItems } from './AllowancesItems'
import { AllowancesTable } from './AllowancesTable'
import classes from './allowances.module.css'
import { ChangeDialog } from './ChangeDialog'
import { EndDialog } from './EndDialog'
import { InConfigCard } from './InConfigCard'
import { ProtectedCard } from './ProtectedCard'
import { type AllowancesSearch, filtersOf } from './search'

const route = getRouteApi('/app/allowlist')

/** What is never banned, for a time or for good: all of it, with how to end, change and add. */
export function AllowancesPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const guard = useGuard('bans.write')
  const phone = usePhone()
  const set = (next: AllowancesSearch) => void navigate({ search: next, replace: true })
  const query = useInfiniteQuery({ ...allowancesQuery(filtersOf(search)), placeholderData: keepPreviousData })
  const allowances = unique(query.data?.pages.flatMap((page) => page.items) ?? [])
  const [adding, setAdding] = useState(0)
  const [shown, show] = useShown(allowances)
  const [changing, change] = useState<Allowance>()
  const [ending, end] = useState<Allowance>()
  useKey('Escape', () => search.q && set({ ...search, q: undefined }))
  const leave = (then: (one: Allowance) => void) => (one: Allowance) => {
    show(undefined)
    then(one)
  }
  const actions = { show: (one: Allowance) => show(one.id), change: leave(change), end: leave(end), guard }
  const List = phone ? AllowancesItems : AllowancesTable
  return (
    <Page>
      <PageHeader
        title={t`Allow list`}
        note={t`Addresses, networks and names that no jail bans and no block list blocks, for a time or for good.`}
        actions={
          <Button
            leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
            onClick={() => setAdding((n) => n + 1)}
            {...guard.button}
          >
            <Trans>Allow</Trans>
          </Button>
        }
      />
      <div className={classes.bar}>
        <SearchField
          label={t`Search the allow list`}
          placeholder={t`Address, name or note`}
          value={search.q ?? ''}
          onSearch={(q) => set({ ...search, q: q || undefined })}
        />
        <SegmentedControl
          label={t`Which entries`}
          value={search.show ?? 'active'}
          options={[
            { value: 'active', label: t`In force` },
            { value: 'standing', label: t`No end` },
            { value: 'timed', label: t`For a time` },
            { value: 'ended', label: t`Ended` },
          ]}
          onChange={(choice) => set({ ...search, show: choice === 'active' ? undefined : choice })}
        />
      </div>
      <Card flush>
        <BusyBar busy={query.isFetching && query.data !== undefined} />
        <AllowancesBlock
          error={query.data ? undefined : query.error}
          loaded={query.data !== undefined}
          count={allowances.length}
          search={search}
          onRetry={() => void query.refetch()}
          onClear={() => set({ ...search, q: undefined })}
          onAll={() => set({ ...search, show: undefined })}
          onAdd={guard.allowed ? () => setAdding((n) => n + 1) : undefined}
        >
          <div className={classes.found} data-stale={query.isPlaceholderData || undefined}>
            <List allowances={allowances} ended={search.show === 'ended'} actions={actions} />
          </div>
        </AllowancesBlock>
        {query.hasNextPage && (
          <div className={classes.more}>
            <Button
              variant="default"
              size="xs"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              <Trans>Show more</Trans>
            </Button>
          </div>
        )}
      </Card>
      {search.show !== 'ended' && (
        <div className={classes.beside}>
          <InConfigCard />
          {guard.allowed && <ProtectedCard />}
        </div>
      )}
      <Sheet
        opened={shown.opened}
        onClose={() => show(undefined)}
        title={shown.one && <span className="mono">{shown.one.address}</span>}
      >
        {shown.one && <AllowanceFacts one={shown.one} actions={actions} />}
      </Sheet>
      {adding > 0 && <AddDialog key={adding} />}
      <ChangeDialog one={changing} onClose={() => change(undefined)} />
      <EndDialog one={ending} onClose={() => end(undefined)} />
    </Page>
  )
}

/** Pages that were fetched at different times can overlap. */
function unique(items: readonly Allowance[]): Allowance[] {
  return [...new Map(items.map((one) => [one.id, one])).values()]
}

/** Which allowance the sheet tells of, always as it is now; the last one while the sheet closes. */
function useShown(allowances: readonly Allowance[]) {
  const [id, setId] = useState<Allowance['id']>()
  const [last, setLast] = useState<Allowance>()
  const found = allowances.find((one) => one.id === id)
  if (found && found !== last) setLast(found)
  return [{ opened: id !== undefined && last !== undefined, one: last }, setId] as const
}

function AddDialog() {
  const [opened, setOpened] = useState(true)
  return <AllowDialog opened={opened} onClose={() => setOpened(false)} banned={false} />
}
