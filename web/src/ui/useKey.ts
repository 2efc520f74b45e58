import { useEffect, useRef } from 'react'
import { singleKeysOn, typingIn } from '@/lib/shortcuts'

const sequenceMs = 1_200

/** Calls `action` when `key` is pressed alone, outside of fields, menus and dialogs, and not after `g`, which leads to pages. */
export function useKey(key: string, action: () => void): void {
  const latest = useRef(action)
  useEffect(() => {
    latest.current = action
  })
  useEffect(() => {
    let goUntil = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !singleKeysOn() || typingIn(event.target)) return
      const alone = event.timeStamp >= goUntil
      goUntil = event.key === 'g' ? event.timeStamp + sequenceMs : 0
      if (event.key !== key || !alone) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [key])
}
