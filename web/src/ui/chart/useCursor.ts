import { type KeyboardEvent, type PointerEvent, useState } from 'react'

interface Options {
  /** How many buckets there are. */
  count: number
  /** Called with the first and last bucket of a range that was chosen by keyboard. */
  onZoom?: (first: number, last: number) => void
}

interface State {
  /** The bucket that is looked at. */
  index?: number
  /** Where it is, in pixels from the left. */
  left?: number
  /** Where a range that is chosen with Shift begins. */
  anchor?: number
  /** The keys put it there, not the pointer. */
  byKey: boolean
}

/** Which bucket of a chart is looked at, by pointer or by arrow keys, and which range is chosen with Shift. */
export function useCursor({ count, onZoom }: Options) {
  const [{ index, left, anchor, byKey }, setState] = useState<State>({ byKey: false })
  const [inside, setInside] = useState(false)
  const last = count - 1
  const range =
    index !== undefined && anchor !== undefined
      ? { first: Math.min(index, anchor), last: Math.max(index, anchor) }
      : undefined

  const go = (to: number, choosing: boolean) =>
    setState((old) => {
      const next = Math.min(last, Math.max(0, to))
      const from = choosing && onZoom ? (old.anchor ?? old.index ?? next) : undefined
      return { ...old, index: next, anchor: from, byKey: true }
    })

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return
    const { key, shiftKey } = event
    if (key === 'ArrowLeft') go(index === undefined ? last : index - 1, shiftKey)
    else if (key === 'ArrowRight') go(index === undefined ? 0 : index + 1, shiftKey)
    else if (key === 'Home') go(0, shiftKey)
    else if (key === 'End') go(last, shiftKey)
    else if (key === 'Enter' && range && onZoom) {
      setState({ byKey: false })
      onZoom(range.first, range.last)
    } else if (key === 'Escape' && index !== undefined) setState({ byKey: false })
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return {
    index: index !== undefined && index <= last ? index : undefined,
    left,
    range,
    byKey,
    /** Whether this chart is the one that is looked at, and not one that shares its crosshair. */
    near: inside || byKey,
    /** Told by the chart where its cursor is, and whether the keys moved it. */
    follow: (at: { index: number; left: number } | undefined, moved: boolean) =>
      setState((old) => {
        if (moved) return at && at.index === old.index ? { ...old, left: at.left } : old
        if (!at) return old.byKey || old.index === undefined ? old : { byKey: false }
        return !old.byKey && old.index === at.index && old.left === at.left ? old : { ...at, byKey: false }
      }),
    handlers: {
      onKeyDown,
      onPointerEnter: () => setInside(true),
      onPointerLeave: (event: PointerEvent) => event.pointerType !== 'touch' && setInside(false),
      onPointerMove: (event: PointerEvent) => event.pointerType === 'mouse' && setInside(true),
      onBlur: () => {
        setInside(false)
        setState((old) => (old.byKey ? { byKey: false } : old))
      },
    },
  }
}
