import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { singleKeysOn, typingIn } from '@/lib/shortcuts'
import { pages } from './pages'

interface Actions {
  palette: () => void
  help: () => void
}

const sequenceMs = 1_200

/** Listens for Ctrl/⌘ K, `g` and a letter, `/` and `?` on the whole page. */
export function useShortcuts(actions: Actions): void {
  const navigate = useNavigate()
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    let goUntil = 0
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        latest.current.palette()
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || !singleKeysOn() || typingIn(event.target)) return
      const page = event.timeStamp < goUntil ? pages.find((p) => p.key === event.key) : undefined
      goUntil = event.key === 'g' ? event.timeStamp + sequenceMs : 0
      if (page) void navigate({ to: page.to })
      else if (event.key === '?') latest.current.help()
      else if (event.key === '/') focusFilter(event, latest.current.palette)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [navigate])
}

/** The page's own filter has the mark `data-filter`; a page without one opens the palette. */
function focusFilter(event: KeyboardEvent, otherwise: () => void): void {
  event.preventDefault()
  const field = document.querySelector<HTMLElement>('[data-filter]')
  if (field) field.focus()
  else otherwise()
}
