import type { KeyboardEvent } from 'react'

/** Arrow keys, Home and End on a jail of the list lead to another one. */
export function moveInList(event: KeyboardEvent<HTMLElement>): void {
  const links = [...(event.currentTarget.closest('table')?.querySelectorAll<HTMLElement>('[data-jail]') ?? [])]
  const at = links.indexOf(event.currentTarget)
  const targets: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: links.length - 1 }
  const target = targets[event.key]
  if (target === undefined) return
  event.preventDefault()
  links[target]?.focus()
}
