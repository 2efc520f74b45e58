import { Trans, useLingui } from '@lingui/react/macro'
import type { Ban } from '@/api/types'
import { table } from '@/ui/DataTable'
import type { Selection } from '@/ui/useSelection'
import type { Columns } from './columns'
import classes from './history.module.css'

interface Props {
  columns: Columns
  /** How many rows are loaded. */
  all: number
  /** Left out where nothing may be done with what is selected. */
  selection: Selection<Ban['id']> | undefined
}

/** Headings of the history, with the box that chooses all that are loaded. */
export function HistoryHead({ columns, all, selection }: Props) {
  const { t } = useLingui()
  const chosen = selection?.chosen.size ?? 0
  return (
    <thead>
      <tr aria-rowindex={1}>
        {selection && (
          <th scope="col" className={table.check}>
            <label className={classes.check}>
              <input
                type="checkbox"
                aria-label={t`Select all that are loaded`}
                checked={chosen > 0 && chosen === all}
                ref={(box) => {
                  if (box) box.indeterminate = chosen > 0 && chosen < all
                }}
                onChange={(event) => selection.setAll(event.currentTarget.checked)}
              />
            </label>
          </th>
        )}
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
        {columns.jail && (
          <th scope="col">
            <Trans>Jail</Trans>
          </th>
        )}
        {columns.host && (
          <th scope="col">
            <Trans>Host</Trans>
          </th>
        )}
        {columns.origin && (
          <th scope="col" className={table.wide}>
            <Trans>Origin</Trans>
          </th>
        )}
        {columns.network && (
          <th scope="col" className={classes.network}>
            <Trans>Network</Trans>
          </th>
        )}
        {columns.failures && (
          <th scope="col" className={table.num}>
            <Trans>Failures</Trans>
          </th>
        )}
        {columns.length && (
          <th scope="col" className={`${table.num} ${table.wide}`}>
            <Trans>Ban time</Trans>
          </th>
        )}
        {columns.end && (
          <th scope="col" className={table.num}>
            <Trans>End</Trans>
          </th>
        )}
        <th scope="col" className={table.actions}>
          <span className="sr">
            <Trans>Actions</Trans>
          </span>
        </th>
      </tr>
    </thead>
  )
}
