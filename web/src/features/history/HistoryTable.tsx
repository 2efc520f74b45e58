import { useLingui } from '@lingui/react/macro'
import { useElementScrollRestoration } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Ban } from '@/api/types'
import type { BanActions } from '@/ui/bans/useBanActions'
import { useRows } from '@/ui/useRows'
import type { Selection } from '@/ui/useSelection'
import { VirtualTable } from '@/ui/VirtualTable'
import { type ColumnKey, shownColumns } from './columns'
import type { Position } from './DayNav'
import { HistoryHead } from './HistoryHead'
import { HistoryRow } from './HistoryRow'

export interface HistoryListProps {
  bans: readonly Ban[]
  actions: BanActions
  manyHosts: boolean
  busy: boolean
  /** Called when the end of what is loaded is near, and then again with each change of `step`. */
  /** The list begins anew with each change. */
  resetKey: string
  onEnd: () => void
  step: unknown
  /** Told of the row that is the first in sight. */
  onPosition: (position: Position) => void
  foot: ReactNode
}

interface Props extends HistoryListProps {
  /** The columns that were left out. */
  hidden: ReadonlySet<ColumnKey>
  selection: Selection<Ban['id']>
}

const place = 'history'

/** The history as a table of any length. */
export function HistoryTable({
  bans,
  actions,
  manyHosts,
  busy,
  resetKey,
  onEnd,
  step,
  onPosition,
  foot,
  hidden,
  selection,
}: Props) {
  const { t } = useLingui()
  const left = useElementScrollRestoration({ id: place })
  const rowProps = useRows({
    keys: bans.map((ban) => ban.id),
    onOpen: (id) => {
      const ban = bans.find((b) => b.id === id)
      if (ban) actions.show(ban)
    },
    onToggle: actions.guard.allowed ? selection.toggle : undefined,
  })
  const columns = shownColumns(hidden, {
    host: manyHosts,
    country: bans.some((ban) => ban.country !== ''),
    network: bans.some((ban) => ban.asn !== 0),
  })
  return (
    <VirtualTable
      label={t`Bans`}
      count={bans.length}
      keyOf={(i) => bans[i]?.id ?? i}
      total={undefined}
      busy={busy}
      head={
        <HistoryHead columns={columns} all={bans.length} selection={actions.guard.allowed ? selection : undefined} />
      }
      row={(index) => {
        const ban = bans[index]
        return (
          ban && (
            <HistoryRow
              key={ban.id}
              ban={ban}
              index={index}
              columns={columns}
              actions={actions}
              selected={selection.chosen.has(ban.id)}
              onToggle={actions.guard.allowed ? (extend) => selection.toggle(ban.id, extend) : undefined}
              row={rowProps(ban.id)}
            />
          )
        )
      }}
      resetKey={resetKey}
      onEnd={onEnd}
      loaded={step}
      onFirst={(index) => bans[index] && onPosition({ began: bans[index].banned_at, top: index === 0 })}
      foot={foot}
      place={{ id: place, offset: left?.scrollY ?? 0 }}
    />
  )
}
