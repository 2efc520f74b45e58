import { searchOneOf, searchText } from '@/lib/search'

/** What the list of jails is narrowed to, kept in the URL. */
export interface JailsSearch {
  host?: string
  /** Part of a jail's name. */
  q?: string
}

export function jailsSearch(raw: Record<string, unknown>): JailsSearch {
  return { host: searchText(raw['host']), q: searchText(raw['q']) }
}

/** The tabs of a jail's page, in their order; the first is shown if none is named. */
export const jailTabs = ['overview', 'banned', 'ignore', 'settings', 'expressions'] as const

export type JailTab = (typeof jailTabs)[number]

/** What is shown of one jail, kept in the URL. */
export interface JailSearch {
  tab?: JailTab
  /** Narrows the list of banned addresses. */
  q?: string
  /** Narrows the list of jails at its left, as on the page of all jails. */
  list?: string
  /** Only jails of this host are in that list. */
  only?: string
}

export function jailSearch(raw: Record<string, unknown>): JailSearch {
  return {
    tab: searchOneOf(raw['tab'], jailTabs),
    q: searchText(raw['q']),
    list: searchText(raw['list']),
    only: searchText(raw['only']),
  }
}
