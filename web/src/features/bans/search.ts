import { searchText } from '@/lib/search'

/** What the list of active bans is narrowed to, kept in the URL. */
export interface BansSearch {
  host?: string
  jail?: string
  /** Part of an address. */
  q?: string
  /** Opens the dialog that bans this address. */
  ban?: string
}

export function bansSearch(raw: Record<string, unknown>): BansSearch {
  return {
    host: searchText(raw['host']),
    jail: searchText(raw['jail']),
    q: searchText(raw['q']),
    ban: searchText(raw['ban']),
  }
}
