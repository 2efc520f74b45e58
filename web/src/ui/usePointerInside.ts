import { type RefObject, useEffect, useRef, useState } from 'react'

/**
 * Whether the pointer is on an element, or on a menu that was opened over it. It also notices that the pointer is outside
 * because what was under it went away, of which no leave event tells.
 */
export function usePointerInside<E extends Element>(): { frame: RefObject<E | null>; inside: boolean } {
  const frame = useRef<E>(null)
  const [inside, setInside] = useState(false)
  useEffect(() => {
    const onOver = ({ target }: PointerEvent) => {
      if (target instanceof Element && !target.closest('[role="menu"]'))
        setInside(frame.current?.contains(target) ?? false)
    }
    const onLeave = () => setInside(false)
    const page = document.documentElement
    page.addEventListener('pointerover', onOver)
    page.addEventListener('pointerleave', onLeave)
    return () => {
      page.removeEventListener('pointerover', onOver)
      page.removeEventListener('pointerleave', onLeave)
    }
  }, [])
  return { frame, inside }
}
