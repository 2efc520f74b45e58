import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { mixColors, type Paint } from '@/lib/seriesPaint'
import { stack } from '@/lib/stack'
import { bucketEnd, timeTicks } from '@/lib/timeAxis'

/** What is drawn. Times are milliseconds since 1970. */
export interface PlotInput {
  buckets: readonly number[]
  bucketMs: number
  series: readonly { key: string; values: readonly number[]; paint: Paint }[]
  mode: PlotMode
  /** The period before, drawn faintly behind. */
  before?: readonly number[]
  timeZone?: string
  height: number
  /** How the axis writes a number; as a count if left out. */
  format?: (n: number) => string
}

/** Lines side by side, areas on top of each other, or bars of parts on top of each other. */
export type PlotMode = 'lines' | 'areas' | 'bars'

export interface PlotEvents {
  /**
   * The bucket under the cursor and where it is, in pixels from the left of the chart; undefined when the cursor leaves. `moved` if it
   * was moved there by moveTo.
   */
  onCursor: (at: { index: number; left: number } | undefined, moved: boolean) => void
  /** A range of buckets was drawn over, both included. */
  onSelect: (first: number, last: number) => void
}

/** A chart on a canvas. It knows nothing of the framework around it. */
export interface Plot {
  setData: (input: PlotInput) => void
  setWidth: (width: number) => void
  /** Moves the cursor to a bucket, as a pointer would; undefined takes it away. */
  moveTo: (index: number | undefined) => void
  /** Marks a range of buckets; undefined takes the mark away. */
  mark: (range: { first: number; last: number } | undefined) => void
  /** Reads the colours anew from the page. */
  repaint: () => void
  destroy: () => void
}

interface Palette {
  of: (variable: string) => string
  font: string
}

const axisWidth = 46
const smallestSelection = 6

/** Draws into `element`. Charts with the same `syncKey` share their crosshair. */
export function createPlot(
  element: HTMLElement,
  width: number,
  first: PlotInput,
  { onCursor, onSelect }: PlotEvents,
  syncKey?: string,
): Plot {
  let input = first
  let palette = readPalette(element)
  let moving = false
  const card = () => palette.of('--card')

  const lines = (): uPlot.Series[] => {
    const { mode } = input
    const parts = input.series.map(({ paint }): uPlot.Series => {
      const color = () => palette.of(paint.variable)
      if (mode === 'bars') return { stroke: card, width: 1, fill: color, points: { show: false }, paths: bars() }
      const fill = () => mixColors(color(), card(), 0.42)
      return {
        stroke: color,
        width: 1.5,
        dash: mode === 'lines' ? [...paint.dash] : undefined,
        fill: mode === 'areas' ? fill : undefined,
        points: { show: false },
      }
    })
    // The whole is drawn first and its parts over it, so that nothing needs to be cut out.
    return mode === 'lines' ? parts : parts.reverse()
  }
  const beforeLine: uPlot.Series = {
    stroke: () => palette.of('--dim'),
    width: 1.25,
    dash: [4, 4],
    points: { show: false },
  }

  const plot = new uPlot(
    {
      width,
      height: input.height,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: false, range: () => xRange(input) },
        y: { range: (_, __, most) => [0, niceTop(most)] },
      },
      axes: [
        {
          size: 26,
          gap: 6,
          font: palette.font,
          stroke: () => palette.of('--dim'),
          grid: { show: false },
          ticks: { stroke: () => palette.of('--line'), size: 4, width: 1 },
          splits: (u) => ticks(u, input).map((tick) => tick.at / 1000),
          values: (u) => ticks(u, input).map((tick) => tick.label),
        },
        {
          size: axisWidth,
          gap: 8,
          font: palette.font,
          stroke: () => palette.of('--dim'),
          grid: { stroke: () => palette.of('--line'), width: 1 },
          ticks: { show: false },
          incrs: [1, 2, 5]
            .flatMap((n) => [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13].map((p) => n * p))
            .sort((a, b) => a - b),
          space: 36,
          values: (_, splits) => splits.map((n) => input.format?.(n) ?? compact.format(n)),
        },
      ],
      series: [{}, ...lines(), ...(input.before ? [beforeLine] : [])],
      cursor: {
        y: false,
        points: { show: input.mode !== 'bars', size: 7, width: 2, stroke: card, fill: pointColor },
        drag: { x: true, y: false, setScale: false, dist: smallestSelection },
        ...(syncKey ? { sync: { key: syncKey, scales: ['x', null] } } : {}),
      },
      hooks: {
        setCursor: [
          (u) => {
            const { idx, left } = u.cursor
            const inside = idx !== null && idx !== undefined && left !== undefined && left >= 0
            const at = inside ? { index: idx, left: u.valToPos(u.data[0][idx] ?? 0, 'x') + axisWidth } : undefined
            onCursor(at, moving)
          },
        ],
        setSelect: [
          (u) => {
            const { left, width: wide } = u.select
            if (wide < smallestSelection) return
            u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
            onSelect(bucketAt(u.posToVal(left, 'x')), bucketAt(u.posToVal(left + wide, 'x')))
          },
        ],
      },
    },
    dataOf(input),
    element,
  )

  // A finger that moves sideways reads the chart; one that moves up or down scrolls the page.
  const onTouch = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') return
    plot.setCursor({ left: event.clientX - plot.over.getBoundingClientRect().left, top: 0 })
  }
  plot.over.addEventListener('pointerdown', onTouch)
  plot.over.addEventListener('pointermove', onTouch)

  function pointColor(_: uPlot, index: number): string {
    const drawn = input.mode === 'lines' ? input.series : [...input.series].reverse()
    return palette.of(drawn[index - 1]?.paint.variable ?? '--dim')
  }
  function bucketAt(seconds: number): number {
    return Math.max(
      0,
      input.buckets.findLastIndex((at) => at <= seconds * 1000),
    )
  }

  return {
    setData: (next) => {
      input = next
      plot.setData(dataOf(next))
    },
    setWidth: (wide) => plot.setSize({ width: wide, height: input.height }),
    moveTo: (index) => {
      const left = index === undefined ? -10 : plot.valToPos(plot.data[0][index] ?? 0, 'x')
      moving = true
      plot.setCursor({ left, top: index === undefined ? -10 : 0 })
      moving = false
    },
    mark: (range) => {
      const left = range ? plot.valToPos((input.buckets[range.first] ?? 0) / 1000, 'x') : 0
      const right = range ? plot.valToPos(bucketEnd(input, range.last) / 1000, 'x') : 0
      plot.setSelect({ left, top: 0, width: right - left, height: range ? plot.over.clientHeight : 0 }, false)
    },
    repaint: () => {
      palette = readPalette(element)
      plot.batch(() => plot.redraw(false, true))
    },
    destroy: () => plot.destroy(),
  }
}

const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 })

function bars(): uPlot.Series.PathBuilder | undefined {
  return uPlot.paths.bars?.({ size: [0.82, 56], radius: 0.06 })
}

/** A series stands at the middle of its bucket. */
function dataOf(input: PlotInput): uPlot.AlignedData {
  const { buckets, series, mode, before } = input
  const values = series.map((s) => [...s.values])
  const drawn = mode === 'lines' ? values : stack(values).reverse()
  const times = buckets.map((at, i) => (at + bucketEnd(input, i)) / 2000)
  return [times, ...drawn, ...(before ? [[...before]] : [])]
}

function xRange(input: PlotInput): [number, number] {
  return [(input.buckets[0] ?? 0) / 1000, bucketEnd(input, input.buckets.length - 1) / 1000]
}

/** A little above the highest value; at least 4, so that a chart of ones does not look like a mountain. */
function niceTop(most: number | null): number {
  return Math.max(4, (most ?? 0) * 1.06)
}

function ticks(plot: uPlot, input: PlotInput) {
  const [from, to] = xRange(input)
  const room = plot.width > 0 ? (plot.width - axisWidth) / 72 : 4
  return timeTicks(from * 1000, to * 1000, room, input.timeZone)
}

function readPalette(element: HTMLElement): Palette {
  const style = getComputedStyle(element)
  const found = new Map<string, string>()
  const of = (variable: string) => {
    const known = found.get(variable) ?? style.getPropertyValue(variable).trim()
    found.set(variable, known)
    return known
  }
  return { of, font: `12px ${style.fontFamily}` }
}
