import type { KeyboardEvent } from 'react'

/** Arrow keys, Home and End on a link of a list lead to another one. */
export function moveInList(event: KeyboardEvent<HTMLElement>): void {
  const list = event.currentTarget.closest('table, [data-list]')
  const links = [...(list?.querySelectorAll<HTMLElement>('[data-jail], [data-item]') ?? [])].filter(isShown)
  const at = links.indexOf(event.currentTarget)
  const targets: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: links.length - 1 }
  const target = targets[event.key]
  if (target === undefined) return
  event.preventDefault()
  links[target]?.focus()
}

/** False for what lies in a part that is folded up. */
function isShown(link: HTMLElement): boolean {
  return link.closest('details:not([open])') === null
}
