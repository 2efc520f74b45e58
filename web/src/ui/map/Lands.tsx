import { memo } from 'react'
import type { MapData } from './data'
import classes from './WorldMap.module.css'
import type { Territory } from './world'

interface Props {
  territories: readonly Territory[]
  data: MapData
}

/** All shapes, coloured by class. It stands still while the map moves: only its frame changes. */
export const Lands = memo(function Lands({ territories, data }: Props) {
  return territories.map(({ code, path }) => (
    <path key={code} className={classes.land} d={path} data-code={code} data-class={data.classes.get(code) ?? 0} />
  ))
})
