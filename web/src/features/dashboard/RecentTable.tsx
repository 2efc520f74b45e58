import { Trans, useLingui } from '@lingui/react/macro'
import type { Ban } from '@/api/types'
import { attackedIn } from '@/lib/target'
import { Address } from '@/ui/Address'
import { BanEnd } from '@/ui/bans/BanEnd'
import { BanMenu } from '@/ui/bans/BanMenu'
import { Country } from '@/ui/bans/Country'
import { FailureCount } from '@/ui/bans/Failures'
import { JailChip } from '@/ui/bans/JailChip'
import { RepeatBadge } from '@/ui/bans/RepeatBadge'
import type { BanActions } from '@/ui/bans/useBanActions'
import { Chip } from '@/ui/Chip'
import { DataTable, table } from '@/ui/DataTable'
import { originNames } from '@/ui/filters/words'
import { RelativeTime } from '@/ui/RelativeTime'
import { useRows } from '@/ui/useRows'
import classes from './dashboard.module.css'

export interface RecentProps {
  bans: readonly Ban[]
  fresh: ReadonlySet<Ban['id']>
  actions: BanActions
  manyHosts: boolean
  busy: boolean
}

/** Recent bans as a dense table. Columns that would be empty are left out. */
export function RecentTable({ bans, fresh, actions, manyHosts, busy }: RecentProps) {
  const { t } = useLingui()
  const countries = bans.some((ban) => ban.country !== '')
  const networks = bans.some((ban) => ban.asn !== 0)
  const row = useRows({
    keys: bans.map((ban) => ban.id),
    onOpen: (id) => {
      const ban = bans.find((b) => b.id === id)
      if (ban) actions.show(ban)
    },
  })
  return (
    <DataTable label={t`Recent bans`} busy={busy}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Time</Trans>
          </th>
          <th scope="col">
            <Trans>Address</Trans>
          </th>
          {countries && (
            <th scope="col">
              <Trans>Country</Trans>
            </th>
          )}
          {networks && (
            <th scope="col" className={classes.roomy}>
              <Trans>Network</Trans>
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
          <th scope="col" className={classes.roomy}>
            <Trans>Attacked</Trans>
          </th>
          <th scope="col" className={table.num}>
            <Trans>Failures</Trans>
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
      <tbody>
        {bans.map((ban) => (
          <tr
            key={ban.id}
            {...row(ban.id)}
            className={`${classes.row} ${fresh.has(ban.id) ? table.fresh : ''}`}
            aria-selected={actions.shown?.id === ban.id || undefined}
          >
            <td className="dim">
              <RelativeTime at={ban.banned_at} />
            </td>
            <td className={classes.address}>
              <Address value={ban.address} />
              <RepeatBadge n={ban.repeats} />
            </td>
            {countries && (
              <td>
                <Country code={ban.country} />
              </td>
            )}
            {networks && (
              <td className={`${classes.roomy} ${classes.network}`} title={ban.asn ? `AS${ban.asn}` : undefined}>
                {ban.network || (ban.asn ? `AS${ban.asn}` : '–')}
              </td>
            )}
            <td>
              <JailChip host={ban.host} jail={ban.jail} />
            </td>
            {manyHosts && <td>{ban.host}</td>}
            <Attacked ban={ban} />
            <td className={table.num}>
              <FailureCount ban={ban} />
            </td>
            <td className={`${table.num} ${classes.end} ${ban.active ? '' : 'dim'}`}>
              <BanEnd ban={ban} />
            </td>
            <td className={table.actions}>
              <BanMenu ban={ban} actions={actions} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

/** What was attacked, as far as the matched line tells; for other bans where they come from. */
function Attacked({ ban }: { ban: Ban }) {
  const { t } = useLingui()
  const line = ban.evidence[0]
  const place = `${classes.roomy} ${classes.attacked}`
  if (ban.origin !== 'detected')
    return (
      <td className={place} title={ban.reason || undefined}>
        <Chip>{t(originNames[ban.origin])}</Chip> {ban.reason}
      </td>
    )
  return (
    <td className={`${place} mono`} title={line}>
      {attackedIn(line ?? '') ?? '–'}
    </td>
  )
}
