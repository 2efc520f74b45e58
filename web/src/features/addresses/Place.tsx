import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { AddressReport } from '@/api/types'
import { countryName } from '@/lib/country'
import { Chip } from '@/ui/Chip'
import classes from './addresses.module.css'

/** Why an address is none of the internet, by the server's word for it. */
const specials: Record<string, MessageDescriptor> = {
  private: msg`a private network`,
  loopback: msg`the machine itself`,
  link_local: msg`the local link`,
  multicast: msg`multicast, which cannot be a sender`,
  unspecified: msg`unspecified, which cannot be a sender`,
}

/** Where it is, as far as is known. */
export function Place({ report: { kind, special, country, asn, network } }: { report: AddressReport }) {
  const { t } = useLingui()
  if (kind === 'other') return <Trans>Not an address, but another name that fail2ban bans</Trans>
  if (special !== '')
    return (
      <span className={classes.place}>
        <Chip tone="warn">{specials[special] ? t(specials[special]) : special}</Chip>
        <Trans>It is in no country and in nobody’s network of the internet.</Trans>
      </span>
    )
  if (country === '' && asn === 0) return <Trans>Its country and network are not known.</Trans>
  return (
    <span className={classes.place}>
      {country !== '' && (
        <span className={classes.place}>
          <Chip code>{country}</Chip> {countryName(country)}
        </span>
      )}
      {asn !== 0 && <span>{[network, `AS${asn}`].filter(Boolean).join(' · ')}</span>}
    </span>
  )
}
