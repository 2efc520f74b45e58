import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { DataTable, table } from '@/ui/DataTable'
import { RelativeTime } from '@/ui/RelativeTime'
import { useRows } from '@/ui/useRows'
import classes from './allowances.module.css'
import { type AllowanceListProps, StateChip, Until, What, Where } from './words'

/** The allow list, newest first; Enter tells all of one. */
export function AllowancesTable({ allowances, ended, actions }: AllowanceListProps) {
  const { t } = useLingui()
  const rowProps = useRows({
    keys: allowances.map((one) => one.id),
    onOpen: (id) => {
      const one = allowances.find((a) => a.id === id)
      if (one) actions.show(one)
    },
  })
  return (
    <DataTable label={t`Allow list`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Address or name</Trans>
          </th>
          <th scope="col">
            <Trans>Note</Trans>
          </th>
          <th scope="col">
            <Trans>Where</Trans>
          </th>
          <th scope="col">
            <Trans>State</Trans>
          </th>
          <th scope="col">{ended ? <Trans>End</Trans> : <Trans>Until</Trans>}</th>
          <th scope="col">
            <Trans>By</Trans>
          </th>
          <th scope="col" className={table.wide}>
            <Trans>Since</Trans>
          </th>
          <th scope="col" className={table.actions}>
            <span className="sr">
              <Trans>Actions</Trans>
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {allowances.map((one) => (
          <tr key={one.id} className={classes.row} {...rowProps(one.id)}>
            <td className="nowrap">
              <What one={one} />
            </td>
            <td className={classes.note} title={one.note || undefined}>
              {one.note}
            </td>
            <td className={classes.where}>
              <Where one={one} />
            </td>
            <td>
              <StateChip one={one} />
            </td>
            <td>
              <Until one={one} />
            </td>
            <td className="dim">{one.by}</td>
            <td className={`${table.wide} dim`}>
              <RelativeTime at={one.created_at} />
            </td>
            <td className={table.actions}>
              {one.active && (
                <span className={classes.buttons}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() => actions.change(one)}
                    aria-label={t`Change the allowance of ${one.address}`}
                    {...actions.guard.button}
                  >
                    <Trans>Change</Trans>
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() => actions.end(one)}
                    aria-label={t`End the allowance of ${one.address}`}
                    {...actions.guard.button}
                  >
                    <Trans>End</Trans>
                  </Button>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}
