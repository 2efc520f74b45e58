import { Trans, useLingui } from '@lingui/react/macro'
import type { Ban } from '@/api/types'
import { table } from '@/ui/DataTable'
import type { Guard } from '@/ui/useGuard'
import type { Selection } from '@/ui/useSelection'
import type { Columns } from './BanRow'
import classes from './bans.module.css'

interface Props {
  columns: Columns
  /** How many rows are loaded. */
  all: number
  selection: Selection<Ban['id']>
  guard: Guard
}

/** Headings of the active bans, with the box that chooses all that are loaded. */
export function BansHead({ columns, all, selection, guard }: Props) {
  const { t } = useLingui()
  const chosen = selection.chosen.size
  return (
    <thead>
      <tr aria-rowindex={1}>
        {guard.allowed && (
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
        <th scope="col" className={table.num}>
          <Trans>Failures</Trans>
        </th>
        <th scope="col" className={`${table.num} ${table.wide}`}>
          <Trans>Ban time</Trans>
        </th>
        <th scope="col" className={table.num}>
          <Trans>Ends</Trans>
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
