import { searchDay } from '@/lib/calendarDay'
import { searchText } from '@/lib/search'
import { parseStatsFilter, type StatsFilter } from '@/lib/statsFilter'

/** What the history is narrowed to, and where in it we are. */
export interface HistorySearch extends StatsFilter {
  /** The list begins with this day, e.g. "2026-03-03", and goes back from there. */
  at?: string
}

export function historySearch(raw: Record<string, unknown>): HistorySearch {
  return { ...parseStatsFilter(raw), at: searchDay(searchText(raw['at'])) }
}

/** What the list is asked for: the filter, and no newer bans than those of the day we are at. */
export function upTo<F extends { to?: string }>(filters: F, end: number | undefined): F {
  if (end === undefined || (filters.to !== undefined && Date.parse(filters.to) <= end)) return filters
  return { ...filters, to: new Date(end).toISOString() }
}
