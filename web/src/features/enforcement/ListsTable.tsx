import { Trans, useLingui } from '@lingui/react/macro'
import type { EnforcedList } from '@/api/types'
import { formatBytes } from '@/lib/bytes'
import { formatCount } from '@/lib/numbers'
import { DataTable, table } from '@/ui/DataTable'
import { ListName } from '@/ui/enforcement/ListName'
import { RelativeTime } from '@/ui/RelativeTime'
import { AgreementChip, short } from './agreement'
import classes from './enforcement.module.css'

export interface ListsProps {
  host: string
  /** In the order in which they are asked. */
  lists: readonly EnforcedList[]
}

/** What a host is to block, and what its kernel has of it and drops because of it. */
export function ListsTable({ host, lists }: ListsProps) {
  const { t } = useLingui()
  return (
    <div className={classes.lists}>
      <DataTable label={t`Lists on ${host}`}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>List</Trans>
            </th>
            <th scope="col">
              <Trans>Checksum</Trans>
            </th>
            <th scope="col" className={table.num}>
              <Trans>Wished for</Trans>
            </th>
            <th scope="col" className={table.num}>
              <Trans>Addresses</Trans>
            </th>
            <th scope="col" className={table.num}>
              <Trans>Networks</Trans>
            </th>
            <th scope="col" className={`${table.num} ${table.wide}`} title={t`Protected or allowed: left out or cut`}>
              <Trans>Left out</Trans>
            </th>
            <th scope="col" className={table.num}>
              <Trans>Packets dropped</Trans>
            </th>
            <th scope="col" className={table.num}>
              <Trans>Bytes</Trans>
            </th>
            <th scope="col" className={`${table.num} ${table.wide}`}>
              <Trans>Counted since</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {lists.map((list) => (
            <tr key={list.id}>
              <td>
                <ListName list={list} />
              </td>
              <td>
                <span className={classes.checksum}>
                  <AgreementChip list={list} />
                  <code className="dim">{short(list.digest)}</code>
                </span>
              </td>
              <td className={table.num}>{formatCount(list.wished_entries)}</td>
              <td className={table.num}>{formatCount(list.addresses)}</td>
              <td className={table.num}>{formatCount(list.networks)}</td>
              <td className={`${table.num} ${table.wide}`}>{formatCount(list.subtracted)}</td>
              <td className={table.num}>{formatCount(list.packets)}</td>
              <td className={table.num}>{formatBytes(list.bytes)}</td>
              <td className={`${table.num} ${table.wide} dim`}>
                {list.counted_since ? <RelativeTime at={list.counted_since} /> : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </div>
  )
}
