import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { geoQuery } from '@/api/geo'
import { countryLabel } from '@/ui/filters/words'
import { Block } from './Block'
import { CountryMap } from './CountryMap'
import classes from './dashboard.module.css'
import { mapLink } from './links'
import { countriesQuery } from './queries'
import type { Scope } from './search'
import { useNear } from './useNear'

/** Where bans come from; pressing a country narrows the page to it, pressing it again ends that. */
export function MapCard({ filter, asked, narrow }: Scope) {
  const { country } = filter
  const { t } = useLingui()
  const { frame, build, enabled } = useNear<HTMLDivElement>()
  const query = useQuery({ ...countriesQuery(asked), enabled })
  // Whom the map is owed to: asked for with the rest, not after it.
  useQuery(geoQuery)
  const wait = <div className={classes.mapWait} role="status" aria-label={t`Loading`} />
  return (
    <Block
      title={t`Where bans come from`}
      note={
        <Link {...mapLink(filter)} className={classes.mapLink}>
          <Trans>Open the map</Trans>
        </Link>
      }
      chosen={country ? { label: countryLabel(country), onClear: () => narrow({ country: undefined }) } : undefined}
      query={query}
      wait={wait}
      frame={frame}
    >
      {(ranking) =>
        build ? (
          <CountryMap ranking={ranking} selected={country} onSelect={(code) => narrow({ country: code })} />
        ) : (
          wait
        )
      }
    </Block>
  )
}
