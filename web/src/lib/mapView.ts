/** A part of the map, in map units: what an SVG's viewBox shows. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** How far one can zoom in. */
export const deepest = 24

/** Where a map lies on the screen, in pixels. */
export interface Screen {
  left: number
  top: number
  width: number
  height: number
}

/** Map units to a pixel, where the whole view is shown in the middle of the screen's place. */
export function unitsPerPixel(view: Box, screen: Pick<Screen, 'width' | 'height'>): number {
  return Math.max(view.width / Math.max(1, screen.width), view.height / Math.max(1, screen.height))
}

/** The point of the map below a point of the screen. */
export function toMap(view: Box, screen: Screen, x: number, y: number): { x: number; y: number } {
  const unit = unitsPerPixel(view, screen)
  return {
    x: view.x + view.width / 2 + (x - screen.left - screen.width / 2) * unit,
    y: view.y + view.height / 2 + (y - screen.top - screen.height / 2) * unit,
  }
}

/** The point within the screen's place, from its left and top, where a point of the map is shown. */
export function toScreen(view: Box, screen: Pick<Screen, 'width' | 'height'>, x: number, y: number) {
  const unit = unitsPerPixel(view, screen)
  return {
    x: (x - view.x - view.width / 2) / unit + screen.width / 2,
    y: (y - view.y - view.height / 2) / unit + screen.height / 2,
  }
}

/** How many times larger than at home things are. */
export function zoomOf(view: Box, home: Box): number {
  return home.width / view.width
}

/** Zooms by `factor` while a point of the map stays where it is; the middle of the view if none is given. */
export function zoomAt(view: Box, home: Box, factor: number, point?: { x: number; y: number }): Box {
  const left = point ? (point.x - view.x) / view.width : 0.5
  const top = point ? (point.y - view.y) / view.height : 0.5
  const zoom = Math.min(deepest, Math.max(1, zoomOf(view, home) * factor))
  const width = home.width / zoom
  const height = home.height / zoom
  return within(
    { x: view.x + (view.width - width) * left, y: view.y + (view.height - height) * top, width, height },
    home,
  )
}

/** Moves the view by shares of its own size. */
export function panBy(view: Box, home: Box, right: number, down: number): Box {
  return within({ ...view, x: view.x + right * view.width, y: view.y + down * view.height }, home)
}

/** The smallest view with the proportions of home that shows the box with a little room around it. */
export function fitBox(box: Box, home: Box, room = 1.04): Box {
  const width = Math.max(box.width, (box.height * home.width) / home.height) * room
  const zoom = Math.min(deepest, Math.max(1, home.width / width))
  const size = { width: home.width / zoom, height: home.height / zoom }
  const x = box.x + box.width / 2 - size.width / 2
  return within({ x, y: box.y + box.height / 2 - size.height / 2, ...size }, home)
}

/** Moves the view just so far that the point is not near its edge. */
export function reveal(view: Box, home: Box, x: number, y: number): Box {
  const [marginX, marginY] = [view.width * 0.12, view.height * 0.12]
  const left = Math.min(x - marginX, Math.max(view.x, x + marginX - view.width))
  const top = Math.min(y - marginY, Math.max(view.y, y + marginY - view.height))
  return within({ ...view, x: left, y: top }, home)
}

/** A view between two others; `share` 0 is the first. Zooming looks even, as it goes by ratio. */
export function between(a: Box, b: Box, share: number): Box {
  const width = a.width * (b.width / a.width) ** share
  // The centre moves with the size, so that the target grows out of its place.
  const moved = Math.abs(a.width - b.width) < 1e-6 ? share : (a.width - width) / (a.width - b.width)
  const height = a.height * (width / a.width)
  return { x: a.x + (b.x - a.x) * moved, y: a.y + (b.y - a.y) * moved, width, height }
}

export function sameView(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y) + Math.abs(a.width - b.width) < 1
}

function within(view: Box, home: Box): Box {
  const keep = (at: number, size: number, start: number, whole: number) =>
    Math.min(start + whole - size, Math.max(start, at))
  return {
    ...view,
    x: keep(view.x, view.width, home.x, home.width),
    y: keep(view.y, view.height, home.y, home.height),
  }
}

/** The box of the largest part of a shape of relative path commands, e.g. of a country without its far islands. */
export function mainland(path: string): Box | undefined {
  let best: Box | undefined
  for (const ring of path.split('z')) {
    const box = ringBox(ring.match(/-?\d+/g)?.map(Number) ?? [])
    if (box && (!best || box.width * box.height > best.width * best.height)) best = box
  }
  return best
}

function ringBox([x = 0, y = 0, ...steps]: readonly number[]): Box | undefined {
  if (steps.length === 0) return undefined
  let [left, right, top, bottom] = [x, x, y, y]
  let [atX, atY] = [x, y]
  for (let i = 0; i + 1 < steps.length; i += 2) {
    atX += steps[i] ?? 0
    atY += steps[i + 1] ?? 0
    left = Math.min(left, atX)
    right = Math.max(right, atX)
    top = Math.min(top, atY)
    bottom = Math.max(bottom, atY)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}
