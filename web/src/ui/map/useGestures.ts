import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import { type Box, panBy, toMap, unitsPerPixel, zoomAt, zoomOf } from '@/lib/mapView'

/** How far a finger or a mouse may slip and still press. */
const slip = 4

interface Options {
  frame: RefObject<HTMLElement | null>
  home: Box
  latest: RefObject<Box>
  show: (view: Box) => void
}

/**
 * Ctrl with the wheel and two fingers zoom, dragging pans once it is zoomed in. Without Ctrl the wheel scrolls the page, and one finger
 * does so while the whole map is in sight. `dragged` tells whether what ends now was more than a press.
 */
export function useGestures({ frame, home, latest, show }: Options) {
  const pointers = useRef(new Map<number, { x: number; y: number }>())
  const start = useRef({ x: 0, y: 0 })
  const dragged = useRef(false)

  useEffect(() => {
    const element = frame.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const lines = event.deltaMode === 0 ? event.deltaY : event.deltaY * 16
      const point = toMap(latest.current, element.getBoundingClientRect(), event.clientX, event.clientY)
      show(zoomAt(latest.current, home, Math.exp(-Math.max(-120, Math.min(120, lines)) / 240), point))
    }
    // React's own listeners are passive and could not keep the page from zooming.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [frame, home, latest, show])

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (pointers.current.size > 1) {
      dragged.current = true
      return
    }
    start.current = { x: event.clientX, y: event.clientY }
    dragged.current = false
  }

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = pointers.current.get(event.pointerId)
    if (!before) return
    const now = { x: event.clientX, y: event.clientY }
    const screen = event.currentTarget.getBoundingClientRect()
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    pointers.current.set(event.pointerId, now)
    let view = latest.current
    if (other) {
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
      const factor = distance(now, other) / Math.max(1, distance(before, other))
      view = zoomAt(view, home, factor, toMap(view, screen, middle.x, middle.y))
    } else if (!dragged.current) {
      if (distance(now, start.current) < slip || zoomOf(view, home) <= 1) return
      dragged.current = true
      event.currentTarget.setPointerCapture?.(event.pointerId)
    }
    const unit = unitsPerPixel(view, screen) * (other ? 0.5 : 1)
    show(panBy(view, home, ((before.x - now.x) * unit) / view.width, ((before.y - now.y) * unit) / view.height))
  }

  const onPointerEnd = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId)
  }

  return {
    dragged,
    handlers: { onPointerDown, onPointerMove, onPointerUp: onPointerEnd, onPointerCancel: onPointerEnd },
  }
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
