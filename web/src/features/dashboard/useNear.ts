import { useEffect, useRef, useState } from 'react'

/** How far from the screen something is near, in pixels. */
const margin = 240
/** After so long the first look at a page is over, and what is out of sight may be built as well. */
const restMs = 4_000

interface Near<E extends Element> {
  frame: React.RefObject<E | null>
  /** Whether the block may be built: it is near, or has been, or the page has come to rest. */
  build: boolean
  /** For a query's `enabled`: near blocks are kept fresh; the others are fetched once, together with them. */
  enabled: (query: { state: { dataUpdateCount: number; errorUpdateCount: number } }) => boolean
}

/** Lets a block wait until somebody comes near it: a page of many blocks builds the large ones later, and refetches only what is seen. */
export function useNear<E extends Element>(): Near<E> {
  const frame = useRef<E>(null)
  const [near, setNear] = useState(false)
  const [build, setBuild] = useState(false)
  useEffect(() => {
    if (near) setBuild(true)
  }, [near])
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: `${margin}px 0px`,
    })
    observer.observe(element)
    const timer = setTimeout(() => setBuild(true), restMs)
    const print = () => setBuild(true)
    window.addEventListener('beforeprint', print)
    return () => {
      observer.disconnect()
      clearTimeout(timer)
      window.removeEventListener('beforeprint', print)
    }
  }, [])
  return {
    frame,
    build,
    enabled: ({ state }) => near || state.dataUpdateCount + state.errorUpdateCount === 0,
  }
}
