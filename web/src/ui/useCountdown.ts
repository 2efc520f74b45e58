import { useCallback, useEffect, useState } from 'react'

/** Seconds left of a wait, counted down to 0, and how to begin one. */
export function useCountdown(): [left: number, begin: (seconds: number) => void] {
  const [end, setEnd] = useState(0)
  const [now, setNow] = useState(0)
  const left = Math.max(0, Math.ceil((end - now) / 1000))
  useEffect(() => {
    if (left === 0) return
    const timer = setTimeout(() => setNow(Date.now()), 250)
    return () => clearTimeout(timer)
  })
  const begin = useCallback((seconds: number) => {
    const start = Date.now()
    setNow(start)
    setEnd(start + seconds * 1000)
  }, [])
  return [left, begin]
}
