import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Country } from '@/ui/bans/Country'
import { RankedBars } from '@/ui/RankedBars'
import '@/theme/mono'
import { Block } from './Block'
import classes from './dashboard.module.css'
import { EstimatedNote } from './EstimatedNote'
import { addressLink } from './links'
import { addressesQuery } from './queries'
import { RankWait } from './RankWait'
import type { Scope } from './search'
import { useNear } from './useNear'

/** The addresses that were banned most often; each leads to all that is known of it. */
export function AddressesCard({ asked }: Scope) {
  const { t } = useLingui()
  const { frame, enabled } = useNear<HTMLDivElement>()
  const query = useQuery({ ...addressesQuery(asked), enabled })
  return (
    <Block
      title={t`Addresses`}
      note={query.data?.estimated && <EstimatedNote />}
      query={query}
      wait={<RankWait rows={8} />}
      frame={frame}
    >
      {({ items }) => (
        <RankedBars
          items={items.map(({ address, country, active, n, share, n_before }) => ({
            key: address,
            label: (
              <span className={classes.addressName}>
                <span className="mono">{address}</span>
                {country && <Country code={country} />}
                {active && <span className={classes.active}>{t`banned now`}</span>}
              </span>
            ),
            n,
            share,
            before: n_before,
          }))}
          linkTo={addressLink}
        />
      )}
    </Block>
  )
}
