import { useCallback, useEffect, useRef, useState } from 'react'
import { type Box, between, sameView } from '@/lib/mapView'

const glideMs = 180

/** The part of the map that is in sight, and two ways to change it: at once, and gliding there. */
export function useMapView(home: Box) {
  const [view, setView] = useState(home)
  const latest = useRef(home)
  const frame = useRef(0)
  const show = useCallback((next: Box) => {
    cancelAnimationFrame(frame.current)
    latest.current = next
    setView(next)
  }, [])
  const glide = useCallback(
    (target: Box) => {
      const start = latest.current
      if (sameView(start, target)) return
      if (window.matchMedia?.('(prefers-reduced-motion: reduce)').matches) return show(target)
      const begun = performance.now()
      const step = (now: number) => {
        const share = Math.min(1, Math.max(0, now - begun) / glideMs)
        show(share === 1 ? target : between(start, target, 1 - (1 - share) ** 3))
        if (share < 1) frame.current = requestAnimationFrame(step)
      }
      cancelAnimationFrame(frame.current)
      frame.current = requestAnimationFrame(step)
    },
    [show],
  )
  useEffect(() => () => cancelAnimationFrame(frame.current), [])
  return { view, latest, show, glide }
}
