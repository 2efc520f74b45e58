import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import type { CountryRanking } from '@/api/types'
import { automaticLimits } from '@/lib/thresholds'
import { countryLabel } from '@/ui/filters/words'
import { Block } from './Block'
import classes from './dashboard.module.css'
import { Credit } from './GeoCredit'
import { countriesQuery } from './queries'
import type { Scope } from './search'
import { useNear } from './useNear'

// Fetched when somebody comes near it.
const WorldMap = lazy(() => import('@/ui/map/WorldMap').then((m) => ({ default: m.WorldMap })))

/** Where bans come from; pressing a country narrows the page to it, pressing it again ends that. */
export function MapCard({ filter: { country }, asked, narrow }: Scope) {
  const { t } = useLingui()
  const { frame, build, enabled } = useNear<HTMLDivElement>()
  const query = useQuery({ ...countriesQuery(asked), enabled })
  const wait = <div className={classes.mapWait} role="status" aria-label={t`Loading`} />
  return (
    <Block
      title={t`Where bans come from`}
      chosen={country ? { label: countryLabel(country), onClear: () => narrow({ country: undefined }) } : undefined}
      query={query}
      wait={wait}
      frame={frame}
    >
      {(ranking) =>
        build ? (
          <>
            <Suspense fallback={wait}>
              <Countries ranking={ranking} selected={country} onSelect={(code) => narrow({ country: code })} />
            </Suspense>
            <Credit of="country" />
          </>
        ) : (
          wait
        )
      }
    </Block>
  )
}

interface CountriesProps {
  ranking: CountryRanking
  selected: string | undefined
  onSelect: (code: string | undefined) => void
}

function Countries({ ranking, selected, onSelect }: CountriesProps) {
  const counts = useMemo(() => new Map(ranking.items.map(({ country, n }) => [country, n])), [ranking])
  const limits = useMemo(() => automaticLimits(counts.values()), [counts])
  return <WorldMap counts={counts} limits={limits} selected={selected} onSelect={onSelect} formatName={countryLabel} />
}
