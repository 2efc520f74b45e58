import { useLingui } from '@lingui/react/macro'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { BanItem } from '@/ui/bans/BanItem'
import { ItemList } from '@/ui/ItemList'
import type { BansListProps } from './BansTable'

const itemHeight = 62
const nearEnd = 20

/** Active bans on a phone: two lines each, a tap opens the rest with what can be done. */
export function BansItems({ bans, actions, manyHosts, onEnd }: BansListProps) {
  const { t } = useLingui()
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useWindowVirtualizer({
    count: bans.length,
    estimateSize: () => itemHeight,
    overscan: 10,
    scrollMargin: frame.current?.offsetTop ?? 0,
    getItemKey: (i) => bans[i]?.id ?? i,
  })
  const items = virtual.getVirtualItems()
  const atEnd = (items.at(-1)?.index ?? 0) >= bans.length - nearEnd
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that comes asks for the next if its end is in sight
  useEffect(() => {
    if (atEnd) onEnd()
  }, [atEnd, bans.length])
  const before = (items[0]?.start ?? 0) - virtual.options.scrollMargin
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? 0) - virtual.options.scrollMargin)
  return (
    <div ref={frame} style={{ paddingTop: Math.max(0, before), paddingBottom: Math.max(0, after) }}>
      <ItemList label={t`Active bans`}>
        {items.map(({ index, key }) => {
          const ban = bans[index]
          return ban && <BanItem key={String(key)} ban={ban} manyHosts={manyHosts} onOpen={actions.show} />
        })}
      </ItemList>
    </div>
  )
}
