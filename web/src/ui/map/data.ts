import { classOf, type Limits } from '@/lib/thresholds'
import type { World } from './world'

export type Counts = ReadonlyMap<string, number> | Readonly<Record<string, number>>

/** The counts as the map needs them. */
export interface MapData {
  counts: ReadonlyMap<string, number>
  /** Class of each code that has one above 0. */
  classes: ReadonlyMap<string, number>
  total: number
  /** What is counted but has no place on the map, e.g. addresses without a known country. */
  elsewhere: number
  /** Codes that have counts, most first. */
  ranked: readonly string[]
}

export function mapData(world: World, given: Counts, limits: Limits): MapData {
  const all = given instanceof Map ? given : new Map(Object.entries(given))
  const known = new Set(world.territories.map((t) => t.code).filter((code) => code !== ''))
  const counts = new Map<string, number>()
  let total = 0
  let elsewhere = 0
  for (const [code, n] of all) {
    total += n
    if (known.has(code)) counts.set(code, n)
    else elsewhere += n
  }
  const ranked = [...counts]
    .filter(([, n]) => n > 0)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([code]) => code)
  return {
    counts,
    classes: new Map(ranked.map((code) => [code, classOf(counts.get(code) ?? 0, limits)])),
    total,
    elsewhere,
    ranked,
  }
}
