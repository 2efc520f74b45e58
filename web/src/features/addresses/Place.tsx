import { Trans, useLingui } from '@lingui/react/macro'
import type { AddressReport } from '@/api/types'
import { countryName } from '@/lib/country'
import { specialWords } from '@/lib/special'
import { Chip } from '@/ui/Chip'
import classes from './addresses.module.css'

/** Where it is, as far as is known. */
export function Place({ report: { kind, special, country, asn, network } }: { report: AddressReport }) {
  const { t } = useLingui()
  if (kind === 'other') return <Trans>Not an address, but another name that fail2ban bans</Trans>
  if (special !== '')
    return (
      <span className={classes.place}>
        <Chip tone="warn">{specialWords[special] ? t(specialWords[special]) : special}</Chip>
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
