import { Trans, useLingui } from '@lingui/react/macro'
import type { Ban } from '@/api/types'
import type { BanActions } from '@/ui/bans/useBanActions'
import { useRows } from '@/ui/useRows'
import type { Selection } from '@/ui/useSelection'
import { VirtualTable } from '@/ui/VirtualTable'
import { BanRow, type Columns } from './BanRow'
import { BansHead } from './BansHead'

export interface BansListProps {
  bans: readonly Ban[]
  /** How many match in all; more than are loaded as a rule. */
  total: number
  actions: BanActions
  manyHosts: boolean
  busy: boolean
  /** Called when the end of what is loaded comes near. */
  onEnd: () => void
}

interface Props extends BansListProps {
  selection: Selection<Ban['id']>
  onScrolled: (scrolled: boolean) => void
}

/** Active bans as a table that holds any number of rows. */
export function BansTable({ bans, total, actions, manyHosts, busy, onEnd, selection, onScrolled }: Props) {
  const { t } = useLingui()
  const rowProps = useRows({
    keys: bans.map((ban) => ban.id),
    onOpen: (id) => {
      const ban = bans.find((b) => b.id === id)
      if (ban) actions.show(ban)
    },
    onToggle: actions.guard.allowed ? selection.toggle : undefined,
  })
  const columns: Columns = { host: manyHosts, country: bans.some((ban) => ban.country !== '') }
  return (
    <VirtualTable
      label={t`Active bans`}
      count={bans.length}
      keyOf={(i) => bans[i]?.id ?? i}
      total={total}
      busy={busy}
      head={<BansHead columns={columns} all={bans.length} selection={selection} guard={actions.guard} />}
      row={(index) => {
        const ban = bans[index]
        return (
          ban && (
            <BanRow
              key={ban.id}
              ban={ban}
              index={index}
              columns={columns}
              actions={actions}
              selected={selection.chosen.has(ban.id)}
              onToggle={(extend) => selection.toggle(ban.id, extend)}
              row={rowProps(ban.id)}
            />
          )
        )
      }}
      onEnd={onEnd}
      loaded={bans.length}
      onScrolled={onScrolled}
      foot={
        bans.length < total && (
          <Trans>
            {bans.length} of {total} loaded; more come as you scroll
          </Trans>
        )
      }
    />
  )
}
