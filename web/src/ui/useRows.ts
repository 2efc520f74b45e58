import { type KeyboardEvent, type MouseEvent, useState } from 'react'

interface Options<K> {
  keys: readonly K[]
  onOpen: (key: K) => void
  /** Space turns the selection of the row; `extend` if Shift is held. */
  onToggle?: (key: K, extend: boolean) => void
}

/**
 * Makes rows of a table work by mouse and keyboard: one tab stop for the whole table, arrow keys move, Enter opens, Space
 * selects. Buttons and links inside a row keep their own meaning. Spread the result for each key onto its row.
 */
export function useRows<K>({ keys, onOpen, onToggle }: Options<K>) {
  const [last, setLast] = useState<K>()
  const active = last !== undefined && keys.includes(last) ? last : keys[0]
  return (key: K) => ({
    tabIndex: key === active ? 0 : -1,
    onFocus: () => setLast(key),
    onClick: (event: MouseEvent) => {
      if (!onControl(event.target) && !window.getSelection()?.toString()) onOpen(key)
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
      const handled = act(event, () => onOpen(key), onToggle && ((extend) => onToggle(key, extend)))
      if (handled) event.preventDefault()
    },
  })
}

function act(
  event: KeyboardEvent<HTMLElement>,
  open: () => void,
  toggle: ((extend: boolean) => void) | undefined,
): boolean {
  switch (event.key) {
    case 'ArrowDown':
      return focusRow(event.currentTarget.nextElementSibling)
    case 'ArrowUp':
      return focusRow(event.currentTarget.previousElementSibling)
    case 'Enter':
      open()
      return true
    case ' ':
      toggle?.(event.shiftKey)
      return toggle !== undefined
    default:
      return false
  }
}

function focusRow(row: Element | null): boolean {
  if (!(row instanceof HTMLElement) || !row.hasAttribute('tabindex')) return false
  row.focus()
  return true
}

function onControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, a, input, label, [role="menu"]') !== null
}
