import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Ban } from '@/api/types'
import { BanItem } from '@/ui/bans/BanItem'
import type { BanActions } from '@/ui/bans/useBanActions'
import { table } from '@/ui/DataTable'
import { useRows } from '@/ui/useRows'
import { VirtualItems } from '@/ui/VirtualItems'
import { VirtualTable } from '@/ui/VirtualTable'
import { BanRow } from './BanRow'
import classes from './map.module.css'

interface Props {
  bans: readonly Ban[]
  /** How many there are in all, if that is known. */
  total: number | undefined
  /** Whether each row tells its country. */
  withCountry: boolean
  manyHosts: boolean
  busy: boolean
  actions: BanActions
  /** Called when the end of what is loaded is near, and then again with each change of `step`. */
  onEnd: () => void
  step: unknown
  /** What comes after the last row, e.g. that more is looked for. */
  foot: ReactNode
}

const rowHeight = 53

/** Bans in a narrow table: two lines each. */
export function BansTable({ onScrolled, ...props }: Props & { onScrolled: (scrolled: boolean) => void }) {
  const { t } = useLingui()
  const { bans, total, withCountry, manyHosts, busy, actions, onEnd, step, foot } = props
  const rowProps = useRows({
    keys: bans.map((ban) => ban.id),
    onOpen: (id) => {
      const ban = bans.find((b) => b.id === id)
      if (ban) actions.show(ban)
    },
  })
  return (
    <VirtualTable
      label={t`Bans`}
      count={bans.length}
      keyOf={(i) => bans[i]?.id ?? i}
      total={total}
      busy={busy}
      height={rowHeight}
      head={
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">
              <Trans>Address</Trans>
            </th>
            <th scope="col" className={table.num}>
              <Trans>Banned</Trans>
            </th>
            <th scope="col" className={table.actions}>
              <span className="sr">
                <Trans>Actions</Trans>
              </span>
            </th>
          </tr>
        </thead>
      }
      row={(index, measure) => {
        const ban = bans[index]
        return (
          ban && (
            <BanRow
              key={ban.id}
              ban={ban}
              index={index}
              measure={measure}
              withCountry={withCountry}
              manyHosts={manyHosts}
              actions={actions}
              row={rowProps(ban.id)}
            />
          )
        )
      }}
      onEnd={onEnd}
      loaded={step}
      onScrolled={onScrolled}
      foot={foot}
    />
  )
}

/** The same on a phone, where the page itself scrolls: a tap opens the rest with what can be done. */
export function BansItems({ bans, manyHosts, actions, onEnd, step, foot }: Props) {
  const { t } = useLingui()
  return (
    <>
      <VirtualItems
        label={t`Bans`}
        count={bans.length}
        keyOf={(i) => bans[i]?.id ?? i}
        item={(i) => {
          const ban = bans[i]
          return ban && <BanItem key={ban.id} ban={ban} manyHosts={manyHosts} onOpen={actions.show} />
        }}
        onEnd={onEnd}
        loaded={step}
      />
      {foot && <div className={classes.more}>{foot}</div>}
    </>
  )
}
