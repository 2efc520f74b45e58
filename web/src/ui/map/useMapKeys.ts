import type { KeyboardEvent, RefObject } from 'react'
import { type Box, panBy, zoomAt, zoomOf } from '@/lib/mapView'

interface Options {
  home: Box
  latest: RefObject<Box>
  glide: (view: Box) => void
  /** The codes to go through, most bans first. */
  ranked: readonly string[]
  marked: string | undefined
  onMark: (code: string) => void
  onUnmark: () => void
  onSelect: (code: string) => void
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/**
 * The keys of the map. Arrows go from country to country by rank while the whole map is in sight, and move the map once it is zoomed in;
 * page up and down always go from country to country, Home and End to the ends of the ranking. Enter and space select, `+`, `-` and `0`
 * zoom, Escape takes the mark away and then shows the whole map.
 */
export function useMapKeys({ home, latest, glide, ranked, marked, onMark, onUnmark, onSelect }: Options) {
  const go = (rank: number) => {
    const code = ranked[rank]
    if (code !== undefined) onMark(code)
  }
  const step = (by: number) => {
    const at = marked === undefined ? -1 : ranked.indexOf(marked)
    const next = at < 0 ? (by > 0 ? 0 : ranked.length - 1) : at + by
    go(Math.min(ranked.length - 1, Math.max(0, next)))
  }
  const arrow = ([right, down]: readonly [number, number]) => {
    if (zoomOf(latest.current, home) <= 1.001) return step(right + down)
    onUnmark()
    glide(panBy(latest.current, home, right * 0.25, down * 0.25))
  }
  const zoom = (factor: number) => {
    onUnmark()
    glide(zoomAt(latest.current, home, factor))
  }
  const leave = () => {
    if (marked !== undefined) onUnmark()
    else if (zoomOf(latest.current, home) > 1.001) glide(home)
    else return false
  }
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const direction = arrows[event.key]
    if (direction) arrow(direction)
    else if (event.key === 'PageDown') step(1)
    else if (event.key === 'PageUp') step(-1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(ranked.length - 1)
    else if (event.key === '+' || event.key === '=') zoom(1.6)
    else if (event.key === '-') zoom(1 / 1.6)
    else if (event.key === '0') zoom(0)
    else if ((event.key === 'Enter' || event.key === ' ') && marked !== undefined) onSelect(marked)
    else if (event.key !== 'Escape' || leave() === false) return
    event.preventDefault()
    event.stopPropagation()
  }
}
