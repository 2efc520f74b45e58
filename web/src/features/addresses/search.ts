import { searchText } from '@/lib/search'

export interface AddressSearch {
  /** Makes the network of so many bits of the address. */
  prefix?: number
  /** What the list of bans is narrowed to: a time in RFC 3339, and the end of it. */
  from?: string
  to?: string
}

export function addressSearch(raw: Record<string, unknown>): AddressSearch {
  const prefix = searchText(raw['prefix'])
  const [from, to] = [time(raw['from']), time(raw['to'])]
  const span = from !== undefined && to !== undefined && from < to ? { from, to } : { from: undefined, to: undefined }
  return { prefix: prefix && /^\d{1,3}$/.test(prefix) ? Number(prefix) : undefined, ...span }
}

function time(value: unknown): string | undefined {
  const at = Date.parse(searchText(value) ?? '')
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
