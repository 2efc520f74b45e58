import { type RefObject, useEffect, useState } from 'react'

/** How large an element is, in pixels; nothing by nothing until that is known. */
export function useSize(element: RefObject<Element | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver((entries) => {
      const box = entries.at(-1)?.borderBoxSize[0]
      if (box) setSize({ width: box.inlineSize, height: box.blockSize })
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return size
}
