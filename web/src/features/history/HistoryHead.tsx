import { Trans } from '@lingui/react/macro'
import { table } from '@/ui/DataTable'
import type { Columns } from './HistoryRow'
import classes from './history.module.css'

export function HistoryHead({ columns }: { columns: Columns }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col">
          <Trans>Banned</Trans>
        </th>
        <th scope="col">
          <Trans>Address</Trans>
        </th>
        {columns.country && (
          <th scope="col">
            <Trans>Country</Trans>
          </th>
        )}
        <th scope="col">
          <Trans>Jail</Trans>
        </th>
        {columns.host && (
          <th scope="col">
            <Trans>Host</Trans>
          </th>
        )}
        <th scope="col" className={table.wide}>
          <Trans>Origin</Trans>
        </th>
        {columns.network && (
          <th scope="col" className={classes.network}>
            <Trans>Network</Trans>
          </th>
        )}
        <th scope="col" className={table.num}>
          <Trans>Failures</Trans>
        </th>
        <th scope="col" className={`${table.num} ${table.wide}`}>
          <Trans>Ban time</Trans>
        </th>
        <th scope="col" className={table.num}>
          <Trans>End</Trans>
        </th>
        <th scope="col" className={table.actions}>
          <span className="sr">
            <Trans>Actions</Trans>
          </span>
        </th>
      </tr>
    </thead>
  )
}
