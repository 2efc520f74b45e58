import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { Ban } from '@/api/types'
import { countryName } from '@/lib/country'
import { formatDuration } from '@/lib/duration'
import { formatCount } from '@/lib/numbers'
import { Address } from '@/ui/Address'
import { Chip } from '@/ui/Chip'
import { DataTable, table } from '@/ui/DataTable'
import { Item, ItemList } from '@/ui/ItemList'
import { RelativeTime } from '@/ui/RelativeTime'
import { usePhone } from '@/ui/usePhone'
import classes from './BannedTab.module.css'
import { useUnban } from './useUnban'

interface Props {
  bans: readonly Ban[]
  /** Why nothing can be unbanned now. */
  hindrance: string | undefined
}

/** The bans of one jail: a table, or a list on a phone. */
export function BannedTable({ bans, hindrance }: Props) {
  const { t } = useLingui()
  const { unban, leaving } = useUnban()
  const shown = bans.filter((ban) => !leaving.has(ban.id))
  const button = (ban: Ban) => (
    <Button
      variant="default"
      size="compact-xs"
      disabled={hindrance !== undefined}
      aria-label={t`Unban ${ban.address}`}
      onClick={() => unban(ban)}
    >
      <Trans>Unban</Trans>
    </Button>
  )
  if (usePhone()) {
    return (
      <ItemList label={t`Banned now`}>
        {shown.map((ban) => (
          <Item
            key={ban.id}
            head={<Address value={ban.address} />}
            aside={button(ban)}
            detail={
              <>
                <RelativeTime at={ban.banned_at} />
                <Until ban={ban} />
              </>
            }
          />
        ))}
      </ItemList>
    )
  }
  return (
    <DataTable label={t`Banned now`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Address</Trans>
          </th>
          <th scope="col" className={table.wide}>
            <Trans>Country</Trans>
          </th>
          <th scope="col">
            <Trans>Banned</Trans>
          </th>
          <th scope="col">
            <Trans>Ends</Trans>
          </th>
          <th scope="col" className={table.num}>
            <Trans>Failures</Trans>
          </th>
          <th scope="col" className={table.num} title={t`Which ban of this address in this jail it is`}>
            <Trans>Time</Trans>
          </th>
          <th scope="col">
            <span className="sr">
              <Trans>Unban</Trans>
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((ban) => (
          <tr key={ban.id}>
            <td>
              <Address value={ban.address} />
            </td>
            <td className={table.wide}>
              {ban.country && (
                <span title={countryName(ban.country)}>
                  <Chip code>{ban.country}</Chip>
                </span>
              )}
            </td>
            <td>
              <RelativeTime at={ban.banned_at} />
            </td>
            <td>
              <Until ban={ban} />
            </td>
            <td className={table.num}>{formatCount(ban.failures)}</td>
            <td className={table.num}>{ban.count > 0 ? `${formatCount(ban.count)}×` : '–'}</td>
            <td className={table.actions}>{button(ban)}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

function Until({ ban }: { ban: Ban }) {
  if (ban.permanent) return <Trans>never</Trans>
  if (ban.until) return <RelativeTime at={ban.until} />
  return <span className={classes.reason}>{formatDuration(ban.ban_time_seconds ?? 0)}</span>
}
