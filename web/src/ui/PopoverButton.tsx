import { type ComponentProps, lazy, type ReactNode, Suspense, useRef, useState } from 'react'

const PopoverOpen = lazy(() => import('./PopoverOpen').then((m) => ({ default: m.PopoverOpen })))

interface Props extends Omit<ComponentProps<'button'>, 'content'> {
  /** The name of what opens. */
  dialog: string
  position: 'bottom-start' | 'bottom-end'
  /** What opens; it takes the focus and calls `close` when it is done. It may be lazy. */
  content: (close: () => void) => ReactNode
}

/** A button with a small dialog below it. What opens it is fetched on first use. Closing gives the focus back. */
export function PopoverButton({ dialog, position, content, children, ...rest }: Props) {
  const [opened, setOpened] = useState<boolean>()
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpened(false)
    button.current?.focus()
  }
  const target = (
    <button
      ref={button}
      type="button"
      aria-haspopup="dialog"
      aria-expanded={opened ?? false}
      onClick={() => (opened ? close() : setOpened(true))}
      {...rest}
    >
      {children}
    </button>
  )
  if (opened === undefined) return target
  return (
    <Suspense fallback={target}>
      <PopoverOpen opened={opened} onClose={close} dialog={dialog} position={position} target={target}>
        <Suspense fallback={null}>{content(close)}</Suspense>
      </PopoverOpen>
    </Suspense>
  )
}
