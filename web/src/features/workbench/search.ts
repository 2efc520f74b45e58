import { searchOneOf, searchText } from '@/lib/search'

/** The two things that the workbench does; the first is shown if none is named. */
export const benchViews = ['lines', 'rehearsal'] as const

export type BenchView = (typeof benchViews)[number]

/** What is tried, kept in the URL. */
export interface BenchSearch {
  host?: string
  /** A jail of the configuration, or else a filter by itself. */
  jail?: string
  filter?: string
  view?: BenchView
  /** The draft is left out of account, if there is one. */
  draft?: 'off'
}

export function benchSearch(raw: Record<string, unknown>): BenchSearch {
  const jail = searchText(raw['jail'])
  return {
    host: searchText(raw['host']),
    jail,
    filter: jail === undefined ? searchText(raw['filter']) : undefined,
    view: searchOneOf(raw['view'], benchViews),
    draft: raw['draft'] === 'off' ? 'off' : undefined,
  }
}
