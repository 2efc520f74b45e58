import { unknownCountry } from './country'
import type { StatsFilter } from './statsFilter'

/** What of a ban filters look at. Times are RFC 3339. */
interface Told {
  host: string
  jail: string
  country: string
  asn: number
  origin: string
  banned_at: string
}

/** Whether a ban that was told of belongs to what a filter shows, as the server decides it, but for addresses and text. */
export function fitsFilter(ban: Told, { host, jail, country, asn, origin, from, to }: StatsFilter): boolean {
  const at = Date.parse(ban.banned_at)
  return (
    (host === undefined || ban.host === host) &&
    (jail === undefined || ban.jail === jail) &&
    (country === undefined || (ban.country || unknownCountry) === country) &&
    (asn === undefined || ban.asn === asn) &&
    (origin === undefined || ban.origin === origin) &&
    (from === undefined || at >= Date.parse(from)) &&
    (to === undefined || at < Date.parse(to))
  )
}
