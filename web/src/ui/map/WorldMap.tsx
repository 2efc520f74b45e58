import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Limits } from '@/lib/thresholds'
import { ErrorState } from '@/ui/ErrorState'
import { type Counts, mapData } from './data'
import { MapBody } from './MapBody'
import classes from './WorldMap.module.css'
import { worldQuery } from './world'

export interface WorldMapProps {
  /** Counts by the two letters of ISO 3166-1; codes that the map does not have are summed up below it. */
  counts: Counts
  limits: Limits
  /** The country that everything is narrowed to. */
  selected?: string
  /** Told the country that was pressed; undefined if it was the selected one. */
  onSelect: (code: string | undefined) => void
  formatName: (code: string) => string
  /** From 75em on it takes the height of what is around it, which must have one, instead of the height that its width asks for. */
  fill?: boolean
}

/**
 * A map of the world, coloured by count. It has its full height from the start. The list of countries that belongs beside it is the
 * other way to the same figures. It is as high as its width asks for, or as the CSS variable --map-height around it says.
 */
export function WorldMap({ counts, limits, ...rest }: WorldMapProps) {
  const { t } = useLingui()
  const { data: world, error, refetch } = useQuery(worldQuery)
  const data = useMemo(() => world && mapData(world, counts, limits), [world, counts, limits])
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!world || !data)
    return (
      <div className={classes.root} data-fill={rest.fill || undefined} role="status" aria-label={t`Loading`}>
        <div className={classes.waitAbove} />
        <div className={classes.wait} />
        <div className={classes.waitBelow} />
      </div>
    )
  return <MapBody world={world} data={data} limits={limits} {...rest} />
}
