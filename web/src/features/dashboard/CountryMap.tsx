import { useMemo } from 'react'
import type { CountryRanking } from '@/api/types'
import { limitsOf, recallClasses } from '@/lib/mapClasses'
import { countryLabel } from '@/ui/filters/words'
import { Credit } from '@/ui/map/Credit'
import { WorldMap } from '@/ui/map/WorldMap'
import classes from './dashboard.module.css'

interface Props {
  ranking: CountryRanking
  selected: string | undefined
  onSelect: (code: string | undefined) => void
}

/** The map of the dashboard, coloured as it was chosen on the page of the map, and whom it is owed to. */
export function CountryMap({ ranking, selected, onSelect }: Props) {
  const counts = useMemo(() => new Map(ranking.items.map(({ country, n }) => [country, n])), [ranking])
  const limits = useMemo(() => limitsOf(recallClasses(), counts.values()), [counts])
  return (
    <>
      <WorldMap counts={counts} limits={limits} selected={selected} onSelect={onSelect} formatName={countryLabel} />
      <div className={classes.credit}>
        <Credit />
      </div>
    </>
  )
}
