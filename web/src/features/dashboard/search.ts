import { parseStatsFilter, type StatsFilter, type statsQuery } from '@/lib/statsFilter'

/** What the dashboard is narrowed to, kept in the URL; 24 hours if no time is named. Statistics know neither addresses, other ban ids nor text. */
export function dashboardSearch(raw: Record<string, unknown>): StatsFilter {
  return { ...parseStatsFilter(raw), address: undefined, id: undefined, q: undefined }
}

/** What the statistics are asked for. */
export type Asked = ReturnType<typeof statsQuery>

/** What every block of the dashboard needs to know, and how it narrows them all. */
export interface Scope {
  filter: StatsFilter
  asked: Asked
  /** Changes some of the filter and leaves the rest as it is. */
  narrow: (change: Partial<StatsFilter>) => void
}
