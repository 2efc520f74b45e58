import { useLingui } from '@lingui/react/macro'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { BanEnd } from '@/ui/bans/BanEnd'
import { FailureWords } from '@/ui/bans/Failures'
import { JailName } from '@/ui/bans/JailChip'
import { Item, ItemList } from '@/ui/ItemList'
import { RelativeTime } from '@/ui/RelativeTime'
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
          return (
            ban && (
              <Item
                key={String(key)}
                head={<span className="mono">{ban.address}</span>}
                aside={<RelativeTime at={ban.banned_at} />}
                detail={
                  <>
                    <JailName jail={ban.jail} />
                    {manyHosts && <span>{ban.host}</span>}
                    <FailureWords ban={ban} />
                    <span>
                      <BanEnd ban={ban} />
                    </span>
                  </>
                }
                onOpen={() => actions.show(ban)}
              />
            )
          )
        })}
      </ItemList>
    </div>
  )
}
