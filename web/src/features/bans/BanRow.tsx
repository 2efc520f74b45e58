import { Trans, useLingui } from '@lingui/react/macro'
import type { HTMLAttributes } from 'react'
import type { Ban } from '@/api/types'
import { Address } from '@/ui/Address'
import { BanEnd, BanLength } from '@/ui/bans/BanEnd'
import { BanMenu } from '@/ui/bans/BanMenu'
import { Country } from '@/ui/bans/Country'
import { FailureCount } from '@/ui/bans/Failures'
import { JailChip } from '@/ui/bans/JailChip'
import type { BanActions } from '@/ui/bans/useBanActions'
import { table } from '@/ui/DataTable'
import { originNames } from '@/ui/filters/words'
import { RelativeTime } from '@/ui/RelativeTime'
import classes from './bans.module.css'

/** Columns that are there only if they have something to say. */
export interface Columns {
  host: boolean
  country: boolean
}

interface Props {
  ban: Ban
  /** Its place in the list, from 0. */
  index: number
  columns: Columns
  actions: BanActions
  selected: boolean
  onToggle: (extend: boolean) => void
  row: HTMLAttributes<HTMLElement>
}

/** One active ban. */
export function BanRow({ ban, index, columns, actions, selected, onToggle, row }: Props) {
  const { t } = useLingui()
  return (
    <tr
      {...row}
      className={classes.row}
      data-ended={!ban.active || undefined}
      aria-rowindex={index + 2}
      aria-selected={selected}
    >
      {actions.guard.allowed && (
        <td className={table.check}>
          <label className={classes.check}>
            <input
              type="checkbox"
              aria-label={t`Select ${ban.address}`}
              checked={selected}
              onChange={() => undefined}
              onClick={(event) => onToggle(event.shiftKey)}
            />
          </label>
        </td>
      )}
      <td className="dim">
        <RelativeTime at={ban.banned_at} />
      </td>
      <td className="nowrap">
        <Address value={ban.address} />
      </td>
      {columns.country && (
        <td>
          <Country code={ban.country} />
        </td>
      )}
      <td>
        <JailChip host={ban.host} jail={ban.jail} />
      </td>
      {columns.host && <td>{ban.host}</td>}
      <td className={`${table.wide} dim`} title={ban.reason || undefined}>
        {t(originNames[ban.origin])}
        {ban.actor && <span> · {ban.actor}</span>}
      </td>
      <td className={table.num}>
        <FailureCount ban={ban} />
      </td>
      <td className={`${table.num} ${table.wide}`}>
        <BanLength ban={ban} />
      </td>
      <td className={`${table.num} nowrap`}>
        <BanEnd ban={ban} />
      </td>
      <td className={table.actions}>
        {ban.active && actions.guard.allowed && (
          <button
            type="button"
            className={classes.unban}
            aria-label={t`Unban ${ban.address}`}
            onClick={() => actions.unban(ban)}
          >
            <Trans>Unban</Trans>
          </button>
        )}
        <BanMenu ban={ban} actions={actions} />
      </td>
    </tr>
  )
}
