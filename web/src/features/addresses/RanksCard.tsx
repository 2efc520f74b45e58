import { useLingui } from '@lingui/react/macro'
import { bannedFilter } from '@/api/bans'
import type { AddressReport } from '@/api/types'
import { useJailColor } from '@/ui/bans/jailColors'
import { Card } from '@/ui/Card'
import { RankedBars } from '@/ui/RankedBars'
import classes from './addresses.module.css'

/** Which jails banned it most, and on which hosts. */
export function RanksCard({ report, manyHosts }: { report: AddressReport; manyHosts: boolean }) {
  const { t } = useLingui()
  const color = useJailColor()
  const banned = bannedFilter(report.address)
  return (
    <Card title={t`Bans by jail`}>
      <RankedBars
        most={6}
        items={report.jails.map(({ jail, n }) => ({ key: jail, label: jail, n, color: color(jail) }))}
        linkTo={(jail) => ({ to: '/history', search: { ...banned, jail } })}
      />
      {(manyHosts || report.hosts.length > 1) && (
        <>
          <h3 className={classes.second}>{t`By host`}</h3>
          <RankedBars
            most={6}
            items={report.hosts.map(({ host, n }) => ({ key: host, label: host, n }))}
            linkTo={(host) => ({ to: '/history', search: { ...banned, host } })}
          />
        </>
      )}
    </Card>
  )
}
