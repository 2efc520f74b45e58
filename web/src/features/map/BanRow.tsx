import { Trans } from '@lingui/react/macro'
import type { HTMLAttributes } from 'react'
import '@/theme/mono'
import type { Ban } from '@/api/types'
import { AddressLink } from '@/ui/Address'
import { BanEnd } from '@/ui/bans/BanEnd'
import { BanMenu } from '@/ui/bans/BanMenu'
import { Country } from '@/ui/bans/Country'
import { FailureWords } from '@/ui/bans/Failures'
import { JailName } from '@/ui/bans/JailChip'
import type { BanActions } from '@/ui/bans/useBanActions'
import { table } from '@/ui/DataTable'
import { RelativeTime } from '@/ui/RelativeTime'
import classes from './map.module.css'

interface Props {
  ban: Ban
  /** Its place in the list, from 0. */
  index: number
  /** Told the row, which is higher where its second line does not fit. */
  measure: (row: HTMLElement | null) => void
  withCountry: boolean
  manyHosts: boolean
  actions: BanActions
  row: HTMLAttributes<HTMLElement>
}

/** One ban in two lines. */
export function BanRow({ ban, index, measure, withCountry, manyHosts, actions, row }: Props) {
  return (
    <tr
      {...row}
      ref={measure}
      data-index={index}
      className={classes.ban}
      aria-rowindex={index + 2}
      data-ended={!ban.active || undefined}
    >
      <td>
        <span className={`${classes.address} mono`}>
          <AddressLink value={ban.address}>{ban.address}</AddressLink>
        </span>
        <span className={classes.second}>
          <JailName jail={ban.jail} />
          {manyHosts && <span>{ban.host}</span>}
          <FailureWords ban={ban} />
          <span className="nowrap">
            {ban.active && ban.until ? (
              <Trans>
                ends <BanEnd ban={ban} />
              </Trans>
            ) : (
              <BanEnd ban={ban} />
            )}
          </span>
        </span>
      </td>
      <td className={table.num}>
        <RelativeTime at={ban.banned_at} />
        {withCountry && (
          <span className={classes.second}>
            <Country code={ban.country} />
          </span>
        )}
      </td>
      <td className={table.actions}>
        <BanMenu ban={ban} actions={actions} />
      </td>
    </tr>
  )
}
