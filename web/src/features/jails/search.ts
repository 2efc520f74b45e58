import { searchText } from '@/lib/search'

/** What the list of jails is narrowed to, kept in the URL. */
export interface JailsSearch {
  host?: string
}

export function jailsSearch(raw: Record<string, unknown>): JailsSearch {
  return { host: searchText(raw['host']) }
}
