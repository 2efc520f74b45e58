import { type Range, rangeLengths, ranges } from './ranges'
import { searchOneOf, searchText } from './search'
import { isTimeZone } from './time'

export const origins = ['detected', 'manual', 'blocklist', 'fleet'] as const

export type Origin = (typeof origins)[number]

/**
 * What all blocks of a page are narrowed to, as it stands in the URL. Either a range up to now, or from and to (RFC 3339, in UTC); neither
 * means the page's usual range.
 */
export interface StatsFilter {
  range?: Range
  from?: string
  to?: string
  host?: string
  jail?: string
  /** Two letters of ISO 3166-1; ZZ for addresses whose country is not known. */
  country?: string
  /** The number of a network's owner. */
  asn?: number
  origin?: Origin
  /** An address, or a network in CIDR notation. */
  address?: string
  /** A ban id that is not an address, such as a user name. */
  id?: string
  /** Text in the matched lines, and in ban ids that are not addresses. */
  q?: string
  /** The time zone in which days begin, if it is not the viewer's own. */
  tz?: string
}

/** What a page shows if nothing is said of time: a range up to now, or all that there is. */
export type Usual = Range | 'all'

/** What can be narrowed besides the time, in the order of the chips. */
export const filterFields = ['host', 'jail', 'country', 'asn', 'origin', 'address', 'id', 'q'] as const

export type FilterField = (typeof filterFields)[number]

/** The filter in the parameters of a URL. What makes no sense is left out; from and to count only together. */
export function parseStatsFilter(raw: Record<string, unknown>): StatsFilter {
  const from = searchTime(raw['from'])
  const to = searchTime(raw['to'])
  const own = from !== undefined && to !== undefined
  return {
    range: own ? undefined : searchOneOf(raw['range'], ranges),
    from: own ? from : undefined,
    to: own ? to : undefined,
    host: searchText(raw['host']),
    jail: searchText(raw['jail']),
    country: parseCountry(searchText(raw['country'])),
    asn: parseASN(searchText(raw['asn'])),
    origin: searchOneOf(raw['origin'], origins),
    address: searchText(raw['address'])?.trim(),
    id: searchText(raw['id']),
    q: searchText(raw['q']),
    tz: [searchText(raw['tz'])].find((tz) => tz !== undefined && isTimeZone(tz)),
  }
}

function searchTime(value: unknown): string | undefined {
  const at = Date.parse(searchText(value) ?? '')
  return Number.isNaN(at) ? undefined : formatTime(at)
}

/** Milliseconds since 1970 as the URL and the API have them: to the second, in UTC. */
export function formatTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** "de" → "DE"; undefined for what is no country. "A1" and the like, a letter and a digit, are in some databases. */
export function parseCountry(text: string | undefined): string | undefined {
  return text && /^[a-z][a-z\d]$/i.test(text) ? text.toUpperCase() : undefined
}

/** "AS64500", "64500" → 64500; undefined for what is no number of an autonomous system (RFC 6793). */
export function parseASN(text: string | undefined): number | undefined {
  const match = /^(?:AS)?(\d{1,10})$/i.exec(text?.trim() ?? '')
  const asn = Number(match?.[1])
  return match && asn > 0 && asn < 2 ** 32 ? asn : undefined
}

/** Without one field. */
export function withoutField(filter: StatsFilter, field: FilterField): StatsFilter {
  return { ...filter, [field]: undefined }
}

/** Without all that narrows it but the time. */
export function withoutFields({ range, from, to, tz }: StatsFilter): StatsFilter {
  return { range, from, to, tz }
}

/** A range of the viewer's own instead of one up to now. Times are milliseconds since 1970. */
export function withSpan(filter: StatsFilter, from: number, to: number): StatsFilter {
  return { ...filter, range: undefined, from: formatTime(from), to: formatTime(to) }
}

export function withRange(filter: StatsFilter, range: Range): StatsFilter {
  return { ...filter, range, from: undefined, to: undefined }
}

/** All that there is, on a page where that is usual. */
export function withoutRange(filter: StatsFilter): StatsFilter {
  return { ...filter, range: undefined, from: undefined, to: undefined }
}

/** The range that is in force; undefined if it is one of the viewer's own. `usual` is what the page has if nothing is said. */
export function rangeOf<U extends Usual = '24h'>(filter: StatsFilter, usual: U | '24h' = '24h'): Range | U | undefined {
  return filter.from !== undefined ? undefined : (filter.range ?? usual)
}

/** When it begins and ends, in milliseconds since 1970; all that there is has no beginning (-Infinity). */
export function spanOf(filter: StatsFilter, now: number, usual: Usual = '24h'): { from: number; to: number } {
  if (filter.from !== undefined && filter.to !== undefined)
    return { from: Date.parse(filter.from), to: Date.parse(filter.to) }
  const range = filter.range ?? usual
  return { from: range === 'all' ? Number.NEGATIVE_INFINITY : now - rangeLengths[range], to: now }
}

/** The next longer or shorter range up to now; of one's own range the nearest. The same filter if there is none. */
export function stepRange(filter: StatsFilter, by: -1 | 1, usual: Usual = '24h'): StatsFilter {
  const { from, to } = spanOf(filter, 0, usual)
  const longer = ranges.filter((range) => rangeLengths[range] > to - from)
  const shorter = ranges.filter((range) => rangeLengths[range] < to - from)
  const next = by > 0 ? longer[0] : shorter.at(-1)
  if (next) return withRange(filter, next)
  return by > 0 && usual === 'all' ? withoutRange(filter) : filter
}

/** What statistics are asked for. They know neither addresses nor text. */
export function statsQuery(filter: StatsFilter, timeZone?: string, usual: Range = '24h') {
  const { from, to, host, jail, country, asn, origin } = filter
  const range = rangeOf(filter, usual)
  return {
    range,
    from: range ? undefined : from,
    to: range ? undefined : to,
    host,
    jail,
    country,
    asn,
    origin,
    tz: filter.tz ?? timeZone,
  }
}

/** What lists are asked for: a range up to now becomes its beginning, so that what comes in later is seen too. */
export function listQuery(filter: StatsFilter, now: number, usual: Usual = '24h') {
  const { to, host, jail, country, asn, origin, address, id, q } = filter
  const { from } = spanOf(filter, now, usual)
  return {
    from: Number.isFinite(from) ? formatTime(from) : undefined,
    to,
    host,
    jail,
    country,
    asn,
    origin,
    address,
    id,
    q,
  }
}
