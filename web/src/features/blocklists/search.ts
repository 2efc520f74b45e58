import { searchOneOf, searchText } from '@/lib/search'

/** Where a new list comes from, in their order; the first is shown if none is named. */
export const sources = ['catalogue', 'url', 'text'] as const

export type Source = (typeof sources)[number]

/** What is being added, kept in the URL. */
export interface AddListSearch {
  from?: Source
  /** The list of the catalogue that was picked. */
  offer?: string
}

export function addListSearch(raw: Record<string, unknown>): AddListSearch {
  return { from: searchOneOf(raw['from'], sources), offer: searchText(raw['offer']) }
}

/** The tabs of a list's page, in their order; the first is shown if none is named. */
export const listTabs = ['overview', 'imports', 'entries', 'settings'] as const

export type ListTab = (typeof listTabs)[number]

/** What is shown of one list, kept in the URL. */
export interface ListSearch {
  part?: ListTab
  /** Narrows the entries to those that overlap an address or network. */
  q?: string
  /** The import whose log is open. */
  run?: number
}

export function listSearch(raw: Record<string, unknown>): ListSearch {
  const run = Number(raw['run'])
  return {
    part: searchOneOf(raw['part'], listTabs),
    q: searchText(raw['q']),
    run: Number.isSafeInteger(run) && run > 0 ? run : undefined,
  }
}
