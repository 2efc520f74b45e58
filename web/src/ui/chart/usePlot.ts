import { type RefObject, useEffect, useRef, useState } from 'react'
import { createPlot, type Plot, type PlotEvents, type PlotInput } from './plot'
import { useScheme } from './useScheme'

/**
 * Draws the input into the element: builds it once, hands it new values, and follows width and colours. `failed` where that cannot be,
 * as the browser has no canvas.
 */
export function usePlot(
  element: RefObject<HTMLElement | null>,
  input: PlotInput,
  events: PlotEvents,
  syncKey: string | undefined,
): { plot: RefObject<Plot | undefined>; failed: boolean } {
  const plot = useRef<Plot>(undefined)
  const latest = useRef({ input, events })
  const [failed] = useState(() => !hasCanvas())
  useEffect(() => {
    latest.current = { input, events }
  })
  // What a chart is made of; with the same parts it only takes new values.
  const parts = [
    ...[input.mode, input.height, input.timeZone ?? '', input.before !== undefined],
    ...input.series.map((s) => `${s.key} ${s.paint.variable}`),
  ].join('\n')
  const scheme = useScheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `parts` says when the chart has others
  useEffect(() => {
    const place = element.current
    if (failed || !place) return
    const made = createPlot(
      place,
      place.clientWidth || 600,
      latest.current.input,
      {
        onCursor: (at, moved) => latest.current.events.onCursor(at, moved),
        onSelect: (first, last) => latest.current.events.onSelect(first, last),
      },
      syncKey,
    )
    plot.current = made
    const size = new ResizeObserver(() => place.clientWidth > 0 && made.setWidth(place.clientWidth))
    size.observe(place)
    // The font of the page may come after the chart; printing has colours of its own.
    void document.fonts?.ready.then(() => plot.current === made && made.repaint())
    const print = window.matchMedia?.('print')
    const repaint = () => made.repaint()
    print?.addEventListener('change', repaint)
    return () => {
      plot.current = undefined
      print?.removeEventListener('change', repaint)
      size.disconnect()
      made.destroy()
    }
  }, [failed, element, parts, syncKey])
  useEffect(() => {
    plot.current?.setData(input)
  }, [input])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read from the page when the scheme changes
  useEffect(() => {
    plot.current?.repaint()
  }, [scheme])
  return { plot, failed }
}

function hasCanvas(): boolean {
  return document.createElement('canvas').getContext('2d') !== null
}
