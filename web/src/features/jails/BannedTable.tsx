import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { Ban } from '@/api/types'
import { countryName } from '@/lib/country'
import { formatCount } from '@/lib/numbers'
import { Address } from '@/ui/Address'
import { FailureCount } from '@/ui/bans/Failures'
import { Chip } from '@/ui/Chip'
import { DataTable, table } from '@/ui/DataTable'
import { RelativeTime } from '@/ui/RelativeTime'
import { usePhone } from '@/ui/usePhone'
import classes from './BannedTab.module.css'
import { useUnban } from './useUnban'

interface Props {
  bans: readonly Ban[]
  /** Why nothing can be unbanned now. */
  hindrance: string | undefined
}

/** The bans of one jail: a table, or a list on a phone. A ban that is being lifted is gone at once. */
export function BannedTable({ bans, hindrance }: Props) {
  const { unban, leaving } = useUnban()
  const shown = bans.filter((ban) => ban.active && !leaving.has(ban.id))
  const buttons = { hindrance, onUnban: unban }
  return usePhone() ? <List bans={shown} {...buttons} /> : <Table bans={shown} {...buttons} />
}

interface RowsProps extends Props {
  onUnban: (ban: Ban) => void
}

function Table({ bans, ...buttons }: RowsProps) {
  const { t } = useLingui()
  const countries = bans.some((ban) => ban.country !== '')
  return (
    <DataTable label={t`Banned now`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Address</Trans>
          </th>
          {countries && (
            <th scope="col" className={table.wide}>
              <Trans>Country</Trans>
            </th>
          )}
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
            <Trans>Times</Trans>
          </th>
          <th scope="col">
            <span className="sr">
              <Trans>Unban</Trans>
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {bans.map((ban) => (
          <tr key={ban.id}>
            <td>
              <Address value={ban.address} />
            </td>
            {countries && (
              <td className={table.wide}>
                <Country code={ban.country} />
              </td>
            )}
            <td>
              <RelativeTime at={ban.banned_at} />
            </td>
            <td>
              <End ban={ban} />
            </td>
            <td className={table.num}>
              <FailureCount ban={ban} />
            </td>
            <td className={table.num}>{ban.count > 0 ? `${formatCount(ban.count)}×` : '–'}</td>
            <td className={table.actions}>
              <UnbanButton ban={ban} {...buttons} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

function List({ bans, ...buttons }: RowsProps) {
  const { t } = useLingui()
  return (
    <ul className={classes.list} aria-label={t`Banned now`}>
      {bans.map((ban) => (
        <li key={ban.id} className={classes.item}>
          <div>
            <Address value={ban.address} />
            <div className={classes.when}>
              <RelativeTime at={ban.banned_at} />
              <span>
                <Trans>
                  ends <End ban={ban} />
                </Trans>
              </span>
              <Country code={ban.country} />
            </div>
          </div>
          <UnbanButton ban={ban} {...buttons} />
        </li>
      ))}
    </ul>
  )
}

function UnbanButton({ ban, hindrance, onUnban }: Omit<RowsProps, 'bans'> & { ban: Ban }) {
  const { t } = useLingui()
  return (
    <Button
      variant="default"
      size="compact-xs"
      disabled={hindrance !== undefined}
      title={hindrance}
      aria-label={t`Unban ${ban.address}`}
      data-unban
      onClick={(event) => {
        focusNext(event.currentTarget)
        onUnban(ban)
      }}
    >
      <Trans>Unban</Trans>
    </Button>
  )
}

/** The row of the button is about to go; the focus goes on to the row below it, or else above. */
function focusNext(button: HTMLElement): void {
  const row = button.closest('tr, li')
  const other = row?.nextElementSibling ?? row?.previousElementSibling
  other?.querySelector<HTMLElement>('[data-unban]')?.focus()
}

function Country({ code }: { code: string }) {
  if (code === '') return null
  return (
    <span title={countryName(code)}>
      <Chip code>{code}</Chip>
    </span>
  )
}

function End({ ban }: { ban: Ban }) {
  if (ban.permanent) return <Trans>never</Trans>
  return ban.until ? <RelativeTime at={ban.until} /> : <Trans>not known</Trans>
}
