import { Trans, useLingui } from '@lingui/react/macro'
import { IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { banQuery } from '@/api/bans'
import type { Ban } from '@/api/types'
import { withKeys } from '@/lib/selection'
import { AddressLink } from '@/ui/Address'
import { BanEnd, BanLength } from '@/ui/bans/BanEnd'
import { BanTime } from '@/ui/bans/BanTime'
import { Evidence } from '@/ui/bans/Evidence'
import { FailureCount } from '@/ui/bans/Failures'
import { JailChip } from '@/ui/bans/JailChip'
import { DataTable, table } from '@/ui/DataTable'
import { ErrorState } from '@/ui/ErrorState'
import { originNames } from '@/ui/filters/words'
import { Skeleton } from '@/ui/Skeleton'
import { useRows } from '@/ui/useRows'
import classes from './addresses.module.css'

interface Props {
  bans: readonly Ban[]
  /** For a network, whose bans are of different addresses. */
  showAddress: boolean
  manyHosts: boolean
}

/** Bans in their order; a row opens to its matched lines. */
export function AllBansTable({ bans, showAddress, manyHosts }: Props) {
  const { t } = useLingui()
  const [opened, setOpened] = useState<ReadonlySet<Ban['id']>>(new Set())
  const toggle = (id: Ban['id']) => setOpened((old) => withKeys(old, [id], !old.has(id)))
  const row = useRows({ keys: bans.map((ban) => ban.id), onOpen: toggle })
  return (
    <DataTable label={t`All its bans`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Banned</Trans>
          </th>
          {showAddress && (
            <th scope="col">
              <Trans>Address</Trans>
            </th>
          )}
          <th scope="col">
            <Trans>Jail</Trans>
          </th>
          {manyHosts && (
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
            <Trans>End</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {bans.map((ban) => {
          const open = opened.has(ban.id)
          return (
            <Fragment key={ban.id}>
              <tr {...row(ban.id)} className={classes.row} data-open={open || undefined}>
                <td className="nowrap">
                  <button
                    type="button"
                    className={classes.toggle}
                    aria-expanded={open}
                    aria-label={t`Matched lines of this ban`}
                    onClick={() => toggle(ban.id)}
                  >
                    <IconChevronRight size={15} stroke={1.8} aria-hidden="true" />
                  </button>
                  <BanTime at={ban.banned_at} />
                </td>
                {showAddress && (
                  <td className="mono nowrap">
                    <AddressLink value={ban.address}>{ban.address}</AddressLink>
                  </td>
                )}
                <td>
                  <JailChip host={ban.host} jail={ban.jail} />
                </td>
                {manyHosts && <td>{ban.host}</td>}
                <td className={`${table.wide} dim`}>
                  {t(originNames[ban.origin])}
                  {ban.actor && ` · ${ban.actor}`}
                </td>
                <td className={table.num}>
                  <FailureCount ban={ban} />
                </td>
                <td className={`${table.num} ${table.wide}`}>
                  <BanLength ban={ban} />
                </td>
                <td className={`${table.num} nowrap ${ban.active ? '' : 'dim'}`}>
                  <BanEnd ban={ban} />
                </td>
              </tr>
              {open && (
                <tr className={classes.opened}>
                  <td colSpan={99}>
                    <Lines id={ban.id} reason={ban.reason} />
                  </td>
                </tr>
              )}
            </Fragment>
          )
        })}
      </tbody>
    </DataTable>
  )
}

/** Fetched when the row is opened. */
function Lines({ id, reason }: { id: Ban['id']; reason: string }) {
  const { data, error, refetch } = useQuery(banQuery(id))
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={2} />
  return (
    <div className={classes.lines}>
      {reason && <p>“{reason}”</p>}
      <Evidence ban={data} />
    </div>
  )
}
