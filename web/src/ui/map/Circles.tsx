import { mainland } from '@/lib/mapView'
import type { MapData } from './data'
import classes from './WorldMap.module.css'
import type { Territory, World } from './world'

/** A small territory whose circle is in force. */
export interface Spot {
  code: string
  x: number
  y: number
  /** In map units. */
  radius: number
}

/** From this size on, in pixels, a territory needs no circle. */
const largeEnough = 16

const sizes = new WeakMap<Territory, number>()

function sizeOf(territory: Territory): number {
  const known = sizes.get(territory)
  if (known !== undefined) return known
  const box = mainland(territory.path)
  const size = box ? Math.min(box.width, box.height) : 0
  sizes.set(territory, size)
  return size
}

/** The circles of small territories that have counts; they keep their size on the screen. `unit` is map units to a pixel. */
export function spots(world: World, data: MapData, unit: number, chosen: string | undefined): Spot[] {
  return world.territories.flatMap((territory) => {
    const { code, centre } = territory
    const grade = data.classes.get(code) ?? 0
    if (!centre || (grade === 0 && code !== chosen) || sizeOf(territory) / unit >= largeEnough) return []
    return [{ code, ...centre, radius: (3 + grade * 0.6) * unit }]
  })
}

/** The spot under a point, within 12 pixels: what is small has a target as large as a button's. */
export function spotAt(all: readonly Spot[], point: { x: number; y: number }, unit: number): string | undefined {
  const near = all
    .map((spot) => ({ code: spot.code, distance: Math.hypot(spot.x - point.x, spot.y - point.y) }))
    .filter((spot) => spot.distance <= 12 * unit)
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.code
}

interface Props {
  all: readonly Spot[]
  data: MapData
  selected: string | undefined
}

export function Circles({ all, data, selected }: Props) {
  return all.map(({ code, x, y, radius }) => (
    <circle
      key={code}
      className={classes.spot}
      cx={x}
      cy={y}
      r={radius}
      data-code={code}
      data-class={data.classes.get(code) ?? 0}
      data-selected={code === selected || undefined}
    />
  ))
}
