import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { unknownCountry } from '@/lib/country'
import { countryLabel } from '@/ui/filters/words'
import { RankedBars } from '@/ui/RankedBars'
import { usePhone } from '@/ui/usePhone'
import { Block } from './Block'
import classes from './dashboard.module.css'
import { EstimatedNote } from './EstimatedNote'
import { countriesQuery } from './queries'
import { RankWait } from './RankWait'
import type { Scope } from './search'
import { useNear } from './useNear'

/** Countries by rank: the map's other half, and its way by keyboard. */
export function CountriesCard({ filter: { country }, asked, narrow }: Scope) {
  const { t } = useLingui()
  const rows = usePhone() ? 8 : 10
  const { frame, enabled } = useNear<HTMLDivElement>()
  const query = useQuery({ ...countriesQuery(asked), enabled })
  return (
    <Block
      title={t`Countries`}
      note={query.data?.estimated && <EstimatedNote />}
      chosen={country ? { label: countryLabel(country), onClear: () => narrow({ country: undefined }) } : undefined}
      query={query}
      wait={<RankWait rows={rows} />}
      frame={frame}
    >
      {({ items }) => (
        <RankedBars
          items={items.map(({ country: code, n, share, n_before }) => ({
            key: code || unknownCountry,
            label: <CountryName code={code} />,
            n,
            share,
            before: n_before,
          }))}
          most={rows}
          selected={country}
          onSelect={(code) => narrow({ country: code === country ? undefined : code })}
        />
      )}
    </Block>
  )
}

function CountryName({ code }: { code: string }) {
  return (
    <span className={classes.country}>
      <span aria-hidden="true">{code || '?'}</span>
      {countryLabel(code)}
    </span>
  )
}
