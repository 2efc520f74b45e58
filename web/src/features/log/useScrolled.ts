import { useEffect, useState } from 'react'

/** How far down counts as looking at what was before. */
const farPx = 160

/** Whether the reader has scrolled down. */
export function useScrolled(): boolean {
  const [scrolled, setScrolled] = useState(() => window.scrollY > farPx)
  useEffect(() => {
    const look = () => setScrolled(window.scrollY > farPx)
    window.addEventListener('scroll', look, { passive: true })
    return () => window.removeEventListener('scroll', look)
  }, [])
  return scrolled
}
