import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { table } from './DataTable'
import classes from './VirtualTable.module.css'

interface Props {
  label: string
  /** How many rows are loaded. */
  count: number
  keyOf: (index: number) => string | number
  /** How many there are in all; undefined if that is not known. */
  total: number | undefined
  busy: boolean
  head: ReactNode
  /**
   * A `tr` with the place of its row among all: `aria-rowindex` is `index + 2`, as the head is the first. Rows that are not all as high
   * as usual take `measure` as their ref, and have their index as `data-index`.
   */
  row: (index: number, measure: (row: HTMLElement | null) => void) => ReactNode
  /** How high rows are as a rule, in pixels; as high as those of other tables if left out. */
  height?: number
  /** With each change the table is scrolled to its beginning. */
  resetKey?: string
  /** Called when the end of what is loaded is near, and then again with each change of `loaded`. */
  onEnd: () => void
  loaded: unknown
  onScrolled?: (scrolled: boolean) => void
  /** Told which row is the first in sight. */
  onFirst?: (index: number) => void
  /** Below the last row. */
  foot?: ReactNode
  /** Where it was scrolled to when it was left, in pixels, and the name under which that is kept. */
  place?: { id: string; offset: number }
}

const nearEnd = 30

/** A dense table that holds any number of rows: only those in sight are in the document. It scrolls by itself, under its head. */
export function VirtualTable(props: Props) {
  const {
    label,
    count,
    keyOf,
    total,
    busy,
    head,
    row,
    height,
    resetKey,
    onEnd,
    loaded,
    onScrolled,
    onFirst,
    foot,
    place,
  } = props
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => height ?? rowHeight(),
    overscan: 12,
    getItemKey: keyOf,
    initialOffset: place?.offset ?? 0,
  })
  const rows = virtual.getVirtualItems()
  const [first, last] = [rows[0], rows.at(-1)]
  const atEnd = (last?.index ?? 0) >= count - nearEnd
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that comes asks for the next if its end is in sight
  useEffect(() => {
    if (atEnd) onEnd()
  }, [atEnd, loaded])
  const shown = useRef(resetKey)
  useEffect(() => {
    if (shown.current !== resetKey) scroll.current?.scrollTo(0, 0)
    shown.current = resetKey
  }, [resetKey])
  const top = Math.min(count - 1, virtual.range?.startIndex ?? 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is in sight is told
  useEffect(() => {
    if (top >= 0) onFirst?.(top)
  }, [top, count])
  return (
    <div
      ref={scroll}
      className={classes.scroll}
      data-busy={busy || undefined}
      data-scroll-restoration-id={place?.id}
      onScroll={(event) => onScrolled?.(event.currentTarget.scrollTop > 0)}
    >
      <table
        className={table.root}
        aria-label={label}
        aria-rowcount={total === undefined ? -1 : total + 1}
        aria-busy={busy}
      >
        {head}
        <tbody>
          <Space height={first?.start ?? 0} />
          {rows.map(({ index }) => row(index, virtual.measureElement))}
          <Space height={virtual.getTotalSize() - (last?.end ?? 0)} />
        </tbody>
      </table>
      {foot && <div className={classes.foot}>{foot}</div>}
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
