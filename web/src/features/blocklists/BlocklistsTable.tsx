import { Trans, useLingui } from '@lingui/react/macro'
import { Fragment } from 'react'
import { formatBytes } from '@/lib/bytes'
import { formatCount } from '@/lib/numbers'
import { DataTable, table } from '@/ui/DataTable'
import classes from './blocklists.module.css'
import {
  AddedRemoved,
  Age,
  HealthChip,
  ImportButton,
  ImportProgress,
  ListName,
  ListSwitch,
  type ListsProps,
  NextImport,
} from './listParts'

/** All block lists. */
export function BlocklistsTable({ lists }: ListsProps) {
  const { t } = useLingui()
  return (
    <DataTable label={t`Block lists`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Name</Trans>
          </th>
          <th scope="col">
            <Trans>State</Trans>
          </th>
          <th scope="col" className={table.num}>
            <Trans>Entries</Trans>
          </th>
          <th scope="col" className={table.num}>
            <Trans>Last change</Trans>
          </th>
          <th scope="col">
            <Trans>Contents from</Trans>
          </th>
          <th scope="col" className={table.num}>
            <Trans>In the kernel</Trans>
          </th>
          <th scope="col">
            <Trans>Next import</Trans>
          </th>
          <th scope="col">
            <Trans>On</Trans>
          </th>
          <th scope="col" className={table.actions}>
            <span className="sr">
              <Trans>Actions</Trans>
            </span>
          </th>
        </tr>
      </thead>
      <tbody className={classes.tall}>
        {lists.map((list) => (
          <Fragment key={list.id}>
            <tr data-off={!list.enabled || undefined} data-busy={list.asked || undefined}>
              <td className={classes.nameCell}>
                <ListName list={list} />
              </td>
              <td>
                <HealthChip list={list} />
              </td>
              <td className={table.num}>{list.contents ? formatCount(list.contents.entries) : '–'}</td>
              <td className={table.num}>{list.contents ? <AddedRemoved {...list.contents} /> : '–'}</td>
              <td className="nowrap">
                <Age list={list} />
              </td>
              <td className={`${table.num} nowrap`}>
                {list.contents && list.enabled ? formatBytes(list.contents.memory_bytes) : '–'}
              </td>
              <td className="nowrap">
                <NextImport list={list} />
              </td>
              <td>
                <ListSwitch list={list} />
              </td>
              <td className={table.actions}>
                <ImportButton list={list} />
              </td>
            </tr>
            {list.asked && (
              <tr className={classes.progressRow}>
                <td colSpan={9}>
                  <ImportProgress list={list} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </DataTable>
  )
}
