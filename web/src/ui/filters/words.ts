import type { MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { countryName, unknownCountry } from '@/lib/country'
import { type FilterField, filterFields, type Origin, type StatsFilter } from '@/lib/statsFilter'
import type { Filter } from '@/ui/FilterChips'

/** What a filter narrows by. */
export const fieldNames: Record<FilterField, MessageDescriptor> = {
  host: msg`Host`,
  jail: msg`Jail`,
  country: msg`Country`,
  asn: msg`Network`,
  origin: msg`Origin`,
  address: msg`Address`,
  id: msg`Ban id`,
  q: msg`Matched line`,
}

/** Where a ban comes from, in words. */
export const originNames: Record<Origin, MessageDescriptor> = {
  detected: msg`detected`,
  manual: msg`by hand`,
  blocklist: msg`blocklist`,
  fleet: msg`other host`,
}

/** "China"; words of our own for addresses of which the country is not known. */
export function countryLabel(code: string): string {
  return code === unknownCountry || code === '' ? t`Unknown country` : countryName(code)
}

/** The filters in force as chips. `networkName` gives the name of a network's owner, if it is known. */
export function filterChips(
  filter: StatsFilter,
  say: (message: MessageDescriptor) => string,
  networkName?: (asn: number) => string | undefined,
): (Filter & { key: FilterField })[] {
  return filterFields.flatMap((key) => {
    const value = filter[key]
    if (value === undefined) return []
    const name = say(fieldNames[key])
    return [{ key, label: t`${name}: ${valueWords(key, filter, say, networkName)}` }]
  })
}

function valueWords(
  key: FilterField,
  filter: StatsFilter,
  say: (message: MessageDescriptor) => string,
  networkName?: (asn: number) => string | undefined,
): string {
  if (key === 'country' && filter.country) return countryLabel(filter.country)
  if (key === 'origin' && filter.origin) return say(originNames[filter.origin])
  if (key === 'q' || key === 'id') return `“${filter[key]}”`
  if (key === 'asn' && filter.asn) return [networkName?.(filter.asn), `AS${filter.asn}`].filter(Boolean).join(', ')
  return String(filter[key])
}
