import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { addressBanPagesQuery } from '@/api/addresses'
import { bannedFilter } from '@/api/bans'
import type { AddressReport, Ban } from '@/api/types'
import { BusyBar } from '@/ui/BusyBar'
import { BanEnd } from '@/ui/bans/BanEnd'
import { BanTime } from '@/ui/bans/BanTime'
import { FailureWords } from '@/ui/bans/Failures'
import { JailName } from '@/ui/bans/JailChip'
import type { BanActions } from '@/ui/bans/useBanActions'
import { Card } from '@/ui/Card'
import { RemovableChip } from '@/ui/Chip'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Item, ItemList } from '@/ui/ItemList'
import { Skeleton } from '@/ui/Skeleton'
import { usePhone } from '@/ui/usePhone'
import { AllBansTable } from './AllBansTable'
import classes from './addresses.module.css'
import { DayLine, nameOf } from './DayLine'

const route = getRouteApi('/app/addresses/$address')

interface Props {
  report: AddressReport
  actions: BanActions
  manyHosts: boolean
}

/** Every ban that the history has of it: on a line of days, and as a list, each with its matched lines. */
export function AllBans({ report, actions, manyHosts }: Props) {
  const { t } = useLingui()
  const { from, to } = route.useSearch()
  const navigate = route.useNavigate()
  const choose = (span?: { from: number; to: number }) =>
    void navigate({
      search: (old) => ({ ...old, from: span && iso(span.from), to: span && iso(span.to) }),
      replace: true,
      resetScroll: false,
    })
  const span = from && to ? { from: Date.parse(from), to: Date.parse(to) } : undefined
  const { address } = report
  return (
    <Card
      flush
      title={t`All its bans`}
      aside={
        report.bans > 0 && (
          <Link to="/history" search={bannedFilter(address)}>
            <Trans>In the history</Trans>
          </Link>
        )
      }
    >
      {report.days.length > 0 && (
        <div className={classes.days}>
          <DayLine
            days={report.days}
            chosen={span?.from}
            onChoose={(column) => choose(column.from === span?.from ? undefined : column)}
          />
        </div>
      )}
      {span && (
        <div className={classes.chosen}>
          <RemovableChip label={nameOf(span)} onRemove={() => choose()} />
        </div>
      )}
      <List report={report} actions={actions} manyHosts={manyHosts} from={from} to={to} />
    </Card>
  )
}

function List({ report, actions, manyHosts, from, to }: Props & { from: string | undefined; to: string | undefined }) {
  const { t } = useLingui()
  const phone = usePhone()
  const query = useInfiniteQuery({
    ...addressBanPagesQuery({ address: report.address, from, to }),
    placeholderData: keepPreviousData,
  })
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton rows={Math.min(10, Math.max(2, report.bans))} />
  const bans = uniqueById(query.data.pages.flatMap((page) => page.items))
  const older = query.hasNextPage && (
    <Button size="xs" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      <Trans>Show older bans</Trans>
    </Button>
  )
  if (bans.length === 0)
    return (
      <EmptyState
        title={older ? t`Nothing found so far` : from ? t`No bans in this time` : t`It was never banned`}
        actions={older}
      />
    )
  const showAddress = report.kind === 'network'
  return (
    <>
      <BusyBar busy={query.isPlaceholderData} />
      {phone ? (
        <ItemList label={t`All its bans`}>
          {bans.map((ban) => (
            <BanOf key={ban.id} ban={ban} network={showAddress} manyHosts={manyHosts} onOpen={actions.show} />
          ))}
        </ItemList>
      ) : (
        <AllBansTable bans={bans} showAddress={showAddress} manyHosts={manyHosts} />
      )}
      {older && <div className={classes.foot}>{older}</div>}
    </>
  )
}

interface BanOfProps {
  ban: Ban
  /** Whether its address is another one than that of the page. */
  network: boolean
  manyHosts: boolean
  onOpen: (ban: Ban) => void
}

/** A ban on a phone, without the address that all have. */
function BanOf({ ban, network, manyHosts, onOpen }: BanOfProps) {
  const jail = <JailName jail={ban.jail} />
  return (
    <Item
      head={network ? <span className="mono">{ban.address}</span> : jail}
      aside={<BanTime at={ban.banned_at} />}
      detail={
        <>
          {network && jail}
          {manyHosts && <span>{ban.host}</span>}
          <FailureWords ban={ban} />
          <span>
            <BanEnd ban={ban} />
          </span>
        </>
      }
      onOpen={() => onOpen(ban)}
    />
  )
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

/** Pages that were fetched at different times can overlap. */
function uniqueById(bans: readonly Ban[]): Ban[] {
  return [...new Map(bans.map((ban) => [ban.id, ban])).values()]
}
