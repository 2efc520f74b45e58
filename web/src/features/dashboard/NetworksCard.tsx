import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { geoQuery } from '@/api/geo'
import { EmptyState } from '@/ui/EmptyState'
import { RankedBars } from '@/ui/RankedBars'
import { Block } from './Block'
import classes from './dashboard.module.css'
import { EstimatedNote } from './EstimatedNote'
import { networksQuery } from './queries'
import { RankWait } from './RankWait'
import type { Scope } from './search'
import { useNear } from './useNear'

/** Owners of networks by rank; pressing one narrows the page to it. */
export function NetworksCard({ filter: { asn }, asked, narrow }: Scope) {
  const { t } = useLingui()
  const { frame, enabled } = useNear<HTMLDivElement>()
  const query = useQuery({ ...networksQuery(asked), enabled })
  const name = query.data?.items.find((item) => item.asn === asn)?.name
  return (
    <Block
      title={t`Networks`}
      note={query.data?.estimated && <EstimatedNote />}
      chosen={asn ? { label: name || `AS${asn}`, onClear: () => narrow({ asn: undefined }) } : undefined}
      query={query}
      wait={<RankWait rows={8} />}
      frame={frame}
    >
      {({ available, items }) =>
        !available && items.length === 0 ? (
          <NoNetworks />
        ) : (
          <>
            <RankedBars
              items={items.map((item) => ({
                key: String(item.asn),
                label: <NetworkName asn={item.asn} name={item.name} />,
                n: item.n,
                share: item.share,
                before: item.n_before,
              }))}
              selected={asn === undefined ? undefined : String(asn)}
              onSelect={(key) => narrow({ asn: Number(key) === asn ? undefined : Number(key) })}
            />
            <NetworkCredit />
          </>
        )
      }
    </Block>
  )
}

function NetworkName({ asn, name }: { asn: number; name: string }) {
  if (!name) return <span className="num">{`AS${asn}`}</span>
  return (
    <span title={`${name}, AS${asn}`}>
      {name} <span className="note num">{`AS${asn}`}</span>
    </span>
  )
}

/** BanGUI brings countries along, but no networks: their data is too large, or not free to pass on. */
function NoNetworks() {
  const { t } = useLingui()
  return (
    <EmptyState title={t`Networks are not known`}>
      <Trans>
        To see who owns the networks of banned addresses, download a database of networks in MMDB format, such as
        GeoLite2-ASN, and start BanGUI with <code>BANGUI_GEO_ASN_DB</code> set to its path. Bans so far are looked up
        then, too.
      </Trans>
    </EmptyState>
  )
}

/** Whom the owners of networks are owed to; what comes with the countries is credited under the map. */
function NetworkCredit() {
  const { data } = useQuery(geoQuery)
  if (!data?.network.credit || data.network.credit === data.country.credit) return null
  return <p className={classes.credit}>{data.network.credit}</p>
}
