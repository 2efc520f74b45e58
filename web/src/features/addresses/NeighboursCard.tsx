import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { AddressReport } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { AddressLink } from '@/ui/Address'
import { Card } from '@/ui/Card'
import { Chip } from '@/ui/Chip'
import { DataTable, table } from '@/ui/DataTable'
import { EmptyState } from '@/ui/EmptyState'
import { RelativeTime } from '@/ui/RelativeTime'
import classes from './addresses.module.css'

/** Other banned addresses of the same small network; of a network the addresses in it. */
export function NeighboursCard({ report }: { report: AddressReport }) {
  const { t } = useLingui()
  const { neighbours, neighbours_more, around, address } = report
  if (around === '') return null
  const own = around === address
  return (
    <Card
      flush
      title={own ? t`Addresses in it` : t`Neighbours`}
      aside={
        !own && (
          <span className="mono">
            <AddressLink value={around}>{around}</AddressLink>
          </span>
        )
      }
    >
      {neighbours.length === 0 ? (
        <EmptyState title={own ? t`No address in it was banned` : t`No neighbour was banned`}>
          {!own && !neighbours_more && <Trans>Of {around}, only this address is in the history, if at all.</Trans>}
        </EmptyState>
      ) : (
        <div className={classes.short}>
          <DataTable label={own ? t`Addresses in it` : t`Neighbours`}>
            <thead>
              <tr>
                <th scope="col">
                  <Trans>Address</Trans>
                </th>
                <th scope="col" className={table.num}>
                  <Trans>Bans</Trans>
                </th>
                <th scope="col" className={table.num}>
                  <Trans>Last</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {neighbours.map((n) => (
                <tr key={n.address}>
                  <td>
                    <span className={classes.neighbour}>
                      <span className="mono">
                        <AddressLink value={n.address}>{n.address}</AddressLink>
                      </span>
                      {n.active && <Chip tone="accent">{t`banned now`}</Chip>}
                    </span>
                  </td>
                  <td className={table.num}>{formatCount(n.n)}</td>
                  <td className={`${table.num} dim`}>
                    <RelativeTime at={n.last_banned_at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </DataTable>
        </div>
      )}
      {neighbours.length >= most && (
        <p className={`note ${classes.foot}`}>
          <Plural value={most} one="The # with most bans" other="The # with most bans" />
        </p>
      )}
    </Card>
  )
}

/** As many as the server tells. */
const most = 50
