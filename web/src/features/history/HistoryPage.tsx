import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useContext, useMemo, useState } from 'react'
import { hostsQuery } from '@/api/queries'
import { endOfDay } from '@/lib/calendarDay'
import { filterFields, listQuery, type StatsFilter, withoutField, withoutFields, withoutRange } from '@/lib/statsFilter'
import { useBanActions } from '@/ui/bans/useBanActions'
import { Card } from '@/ui/Card'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { useKey } from '@/ui/useKey'
import { usePhone } from '@/ui/usePhone'
import { useSelection } from '@/ui/useSelection'
import { WaitingButton } from '@/ui/WaitingButton'
import { TimeZone } from '@/ui/zone'
import { BulkActions } from './BulkActions'
import { ColumnChooser } from './ColumnChooser'
import { useColumnChoice } from './columns'
import { DayNav, type Position } from './DayNav'
import { ExportMenu } from './ExportMenu'
import { HistoryBlock } from './HistoryBlock'
import { HistoryCount } from './HistoryCount'
import { HistoryFilters } from './HistoryFilters'
import { HistoryItems } from './HistoryItems'
import { HistoryTable } from './HistoryTable'
import classes from './history.module.css'
import { SavedViews } from './SavedViews'
import { SearchFoot } from './SearchFoot'
import { upTo } from './search'
import { useHistory } from './useHistory'
import { useOpened } from './useOpened'

const route = getRouteApi('/app/history')

/** Every ban that there was, newest first. */
export function HistoryPage() {
  const { t } = useLingui()
  const { at, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const phone = usePhone()
  const zone = useContext(TimeZone)
  const [opened, open] = useOpened()
  const key = JSON.stringify(filter)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the filter
  const filters = useMemo(() => listQuery(filter, opened, 'all'), [key, opened])
  const listed = upTo(filters, at === undefined ? undefined : endOfDay(at, filter.tz ?? zone))
  const list = useHistory(listed, opened)
  const [position, setPosition] = useState<Position>()
  const actions = useBanActions({ jail: filter.jail })
  const selection = useSelection(list.bans.map((ban) => ban.id))
  const columns = useColumnChoice()
  const manyHosts = (useQuery(hostsQuery).data?.items.length ?? 0) > 1
  const inForce = filterFields.filter((field) => filter[field] !== undefined)
  const change = (next: StatsFilter) => void navigate({ search: next, replace: true })
  const go = (day: string | undefined) => {
    if (day === undefined) open()
    void navigate({ search: { ...filter, at: day }, replace: true })
  }
  useKey('b', () => actions.ban())
  useKey('Escape', () => {
    if (selection.chosen.size > 0) return selection.clear()
    const last = inForce.at(-1)
    if (last) change(withoutField(filter, last))
  })
  const props = {
    bans: list.bans,
    actions,
    manyHosts,
    busy: list.isPlaceholderData,
    resetKey: `${key} ${at} ${opened}`,
    onEnd: list.next,
    step: list.step,
    onPosition: setPosition,
    foot: <SearchFoot list={list} />,
  }
  return (
    <Page>
      <PageHeader
        title={t`History`}
        note={<HistoryCount filters={filters} />}
        actions={
          <>
            <SavedViews search={filter} onOpen={change} />
            <ExportMenu filters={listed} />
          </>
        }
      />
      <HistoryFilters filter={filter} onChange={change} bans={list.bans} />
      <Card flush>
        <div className={classes.top}>
          <DayNav at={at} position={list.bans.length > 0 ? position : undefined} onGo={go} />
          <span className={classes.topEnd}>
            {at === undefined && <WaitingButton count={list.waiting} onShow={open} />}
            {!phone && <ColumnChooser choice={columns} />}
          </span>
        </div>
        <HistoryBlock
          list={list}
          filtered={inForce.length > 0}
          limited={filter.range !== undefined || filter.from !== undefined || at !== undefined}
          onClear={() => change(withoutFields(filter))}
          onAllTime={() => change(withoutRange(filter))}
        >
          <div className={classes.list} data-chips={inForce.length > 0 || undefined}>
            {phone ? (
              <HistoryItems {...props} />
            ) : (
              <HistoryTable {...props} hidden={columns.hidden} selection={selection} />
            )}
          </div>
        </HistoryBlock>
      </Card>
      <BulkActions bans={list.bans.filter((ban) => selection.chosen.has(ban.id))} onClear={selection.clear} />
      {actions.dialogs}
    </Page>
  )
}
