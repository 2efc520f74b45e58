import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { ItemList } from './ItemList'

interface Props {
  label: string
  /** How many items are loaded. */
  count: number
  keyOf: (index: number) => string | number
  item: (index: number) => ReactNode
  /** Called when the end of what is loaded is near, and then again with each change of `loaded`. */
  onEnd: () => void
  loaded: unknown
  /** Told which item is the first in sight. */
  onFirst?: (index: number) => void
}

const itemHeight = 62
const nearEnd = 20

/** What a VirtualTable becomes on a phone: an ItemList that scrolls with the page, of which only what is in sight is in the document. */
export function VirtualItems({ label, count, keyOf, item, onEnd, loaded, onFirst }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => itemHeight,
    overscan: 10,
    scrollMargin: frame.current?.offsetTop ?? 0,
    getItemKey: keyOf,
  })
  const items = virtual.getVirtualItems()
  const atEnd = (items.at(-1)?.index ?? 0) >= count - nearEnd
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that comes asks for the next if its end is in sight
  useEffect(() => {
    if (atEnd) onEnd()
  }, [atEnd, loaded])
  const top = Math.min(count - 1, virtual.range?.startIndex ?? 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is in sight is told
  useEffect(() => {
    if (top >= 0) onFirst?.(top)
  }, [top, count])
  const before = (items[0]?.start ?? 0) - virtual.options.scrollMargin
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? 0) - virtual.options.scrollMargin)
  return (
    <div ref={frame} style={{ paddingTop: Math.max(0, before), paddingBottom: Math.max(0, after) }}>
      <ItemList label={label}>{items.map(({ index }) => item(index))}</ItemList>
    </div>
  )
}
