import { queryOptions } from '@tanstack/react-query'
import type { Box } from '@/lib/mapView'
import address from './world.json?url'

/** A country or territory: its two letters ('' for land that has none), its shape, and its centre if it is small. */
export interface Territory {
  code: string
  path: string
  centre?: { x: number; y: number }
}

export const regionNames = ['world', 'europe', 'asia', 'africa', 'northAmerica', 'southAmerica', 'oceania'] as const

export type Region = (typeof regionNames)[number]

/** The pre-drawn map; "npm run map" makes it. */
export interface World {
  home: Box
  regions: Record<Region, Box>
  territories: readonly Territory[]
}

interface File {
  regions: Record<Region, [number, number, number, number]>
  territories: [code: string, path: string, x?: number, y?: number][]
}

/** Fetches the map, which is a file of its own and never changes. */
export const worldQuery = queryOptions({
  queryKey: ['world-map'],
  queryFn: async ({ signal }) => {
    const answer = await fetch(address, { signal })
    if (!answer.ok) throw new Error(`the map: ${answer.status}`)
    return readWorld((await answer.json()) as File)
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})

function readWorld({ regions, territories }: File): World {
  const boxes = Object.fromEntries(
    regionNames.map((name) => {
      const [x, y, width, height] = regions[name]
      return [name, { x, y, width, height }]
    }),
  ) as Record<Region, Box>
  return {
    home: boxes.world,
    regions: boxes,
    territories: territories.map(([code, path, x, y]) => ({
      code,
      path,
      centre: x === undefined || y === undefined ? undefined : { x, y },
    })),
  }
}
