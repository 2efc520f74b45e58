import { useLingui } from '@lingui/react/macro'
import type { HTMLAttributes } from 'react'
import type { Ban } from '@/api/types'
import { Address } from '@/ui/Address'
import { BanEnd, BanLength } from '@/ui/bans/BanEnd'
import { BanMenu } from '@/ui/bans/BanMenu'
import { BanTime } from '@/ui/bans/BanTime'
import { Country } from '@/ui/bans/Country'
import { FailureCount } from '@/ui/bans/Failures'
import { JailChip } from '@/ui/bans/JailChip'
import { RepeatBadge } from '@/ui/bans/RepeatBadge'
import type { BanActions } from '@/ui/bans/useBanActions'
import { table } from '@/ui/DataTable'
import { originNames } from '@/ui/filters/words'
import type { Columns } from './columns'
import classes from './history.module.css'

interface Props {
  ban: Ban
  /** Its place in the list, from 0. */
  index: number
  columns: Columns
  actions: BanActions
  selected: boolean
  /** Left out where nothing may be done with what is selected. */
  onToggle: ((extend: boolean) => void) | undefined
  row: HTMLAttributes<HTMLElement>
}

/** One ban of the history. */
export function HistoryRow({ ban, index, columns, actions, selected, onToggle, row }: Props) {
  const { t } = useLingui()
  return (
    <tr
      {...row}
      className={classes.row}
      aria-rowindex={index + 2}
      aria-selected={selected || actions.shown?.id === ban.id || undefined}
    >
      {onToggle && (
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
      <td className="dim nowrap">
        <BanTime at={ban.banned_at} />
      </td>
      <td className="nowrap">
        <span className={classes.address}>
          <Address value={ban.address} />
          <RepeatBadge n={ban.repeats} />
        </span>
      </td>
      {columns.country && (
        <td>
          <Country code={ban.country} />
        </td>
      )}
      {columns.jail && (
        <td>
          <JailChip host={ban.host} jail={ban.jail} />
        </td>
      )}
      {columns.host && <td>{ban.host}</td>}
      {columns.origin && (
        <td className={`${table.wide} dim`} title={ban.reason || undefined}>
          {t(originNames[ban.origin])}
          {ban.actor && <span> · {ban.actor}</span>}
        </td>
      )}
      {columns.network && (
        <td className={`${classes.network} dim`} title={ban.asn ? `AS${ban.asn}` : undefined}>
          {ban.network || (ban.asn ? `AS${ban.asn}` : '–')}
        </td>
      )}
      {columns.failures && (
        <td className={table.num}>
          <FailureCount ban={ban} />
        </td>
      )}
      {columns.length && (
        <td className={`${table.num} ${table.wide}`}>
          <BanLength ban={ban} />
        </td>
      )}
      {columns.end && (
        <td className={`${table.num} nowrap ${ban.active ? '' : 'dim'}`}>
          <BanEnd ban={ban} />
        </td>
      )}
      <td className={table.actions}>
        <BanMenu ban={ban} actions={actions} />
      </td>
    </tr>
  )
}
