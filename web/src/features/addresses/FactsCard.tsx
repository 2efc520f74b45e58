import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { addressNameQuery } from '@/api/addresses'
import type { AddressReport } from '@/api/types'
import { countryName } from '@/lib/country'
import { formatCount } from '@/lib/numbers'
import { asApiError } from '@/lib/problem'
import { AddressLink } from '@/ui/Address'
import { Card } from '@/ui/Card'
import { RelativeTime } from '@/ui/RelativeTime'
import { useExactTime } from '@/ui/zone'
import classes from './addresses.module.css'

/** How often and when it was banned, and who has it. */
export function FactsCard({ report }: { report: AddressReport }) {
  const { t } = useLingui()
  const { address, kind, around, country, asn, network, bans, more, first_banned_at, last_banned_at } = report
  return (
    <Card title={t`About it`}>
      <dl className={classes.facts}>
        <Fact name={t`Bans`}>{more ? t`more than ${formatCount(bans)}` : formatCount(bans)}</Fact>
        {first_banned_at && (
          <Fact name={more ? t`Oldest of these` : t`First`}>
            <Moment at={first_banned_at} />
          </Fact>
        )}
        {last_banned_at && (
          <Fact name={t`Last`}>
            <Moment at={last_banned_at} />
          </Fact>
        )}
        {country !== '' && (
          <Fact name={t`Country`}>
            <Link to="/history" search={{ country }}>
              {countryName(country)}
            </Link>
          </Fact>
        )}
        {asn !== 0 && (
          <Fact name={t`Network`}>
            <Link to="/history" search={{ asn }}>
              {network || `AS${asn}`}
            </Link>{' '}
            {network && <span className="dim">AS{asn}</span>}
          </Fact>
        )}
        {around !== '' && around !== address && (
          <Fact name={t`Lies in`}>
            <span className="mono">
              <AddressLink value={around}>{around}</AddressLink>
            </span>
          </Fact>
        )}
        {kind === 'address' && (
          <Fact name={t`Name`}>
            <Name report={report} />
          </Fact>
        )}
      </dl>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Moment({ at }: { at: string }) {
  const exact = useExactTime()
  return (
    <>
      <RelativeTime at={at} /> <span className={`dim ${classes.exact}`}>{exact(at)}</span>
    </>
  )
}

/** The name service is asked only when somebody wants it: the address becomes known to others by that. */
function Name({ report: { address, name_lookup } }: { report: AddressReport }) {
  const { t } = useLingui()
  const [asked, setAsked] = useState(false)
  const { data, error, isFetching, refetch } = useQuery({ ...addressNameQuery({ address }), enabled: asked })
  if (!name_lookup)
    return (
      <span
        className="dim"
        title={t`Set BANGUI_REVERSE_DNS=on to allow it: the name service then learns of the address.`}
      >
        <Trans>look-up is off</Trans>
      </span>
    )
  if (data)
    return (
      <span role="status">
        {data.length === 0 ? <Trans>it has none</Trans> : <span className="mono">{data.join(', ')}</span>}
      </span>
    )
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        loading={isFetching}
        title={t`The name service is told the address.`}
        onClick={() => (asked ? void refetch() : setAsked(true))}
      >
        <Trans>Look up</Trans>
      </Button>
      {error && !isFetching && (
        <span className={classes.fault} role="alert">
          {asApiError(error).message}
        </span>
      )}
    </>
  )
}
