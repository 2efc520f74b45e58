import { Trans, useLingui } from '@lingui/react/macro'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Ban } from '@/api/types'
import type { BanActions } from '@/ui/bans/useBanActions'
import { table } from '@/ui/DataTable'
import { useRows } from '@/ui/useRows'
import type { Selection } from '@/ui/useSelection'
import { BanRow, type Columns } from './BanRow'
import { BansHead } from './BansHead'
import classes from './bans.module.css'

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

const nearEnd = 30

/** Active bans as a table that holds any number of rows: only those in sight are in the document. */
export function BansTable({ bans, total, actions, manyHosts, busy, onEnd, selection, onScrolled }: Props) {
  const { t } = useLingui()
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: bans.length,
    getScrollElement: () => scroll.current,
    estimateSize: rowHeight,
    overscan: 12,
    getItemKey: (i) => bans[i]?.id ?? i,
  })
  const rows = virtual.getVirtualItems()
  const first = rows[0]
  const last = rows.at(-1)
  const atEnd = (last?.index ?? 0) >= bans.length - nearEnd
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that comes asks for the next if its end is in sight
  useEffect(() => {
    if (atEnd) onEnd()
  }, [atEnd, bans.length])
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
    <div
      ref={scroll}
      className={classes.scroll}
      data-busy={busy || undefined}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop > 0)}
    >
      <table className={table.root} aria-label={t`Active bans`} aria-rowcount={total + 1} aria-busy={busy}>
        <BansHead columns={columns} all={bans.length} selection={selection} guard={actions.guard} />
        <tbody>
          <Space height={first?.start ?? 0} />
          {rows.map(({ index, key }) => {
            const ban = bans[index]
            return (
              ban && (
                <BanRow
                  key={String(key)}
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
          })}
          <Space height={virtual.getTotalSize() - (last?.end ?? 0)} />
        </tbody>
      </table>
      {bans.length < total && (
        <p className={classes.loading}>
          <Trans>
            {bans.length} of {total} loaded; more come as you scroll
          </Trans>
        </p>
      )}
    </div>
  )
}

/** Stands for the rows that are not in the document. */
function Space({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr className={classes.space}>
      <td colSpan={99} style={{ height }} />
    </tr>
  )
}

function rowHeight(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row')) || 33
}
