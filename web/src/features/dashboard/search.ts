import { type Range, ranges } from '@/lib/ranges'
import { searchOneOf, searchText } from '@/lib/search'

/** What the dashboard is narrowed to, kept in the URL; 24 hours if no range is named. */
export interface DashboardSearch {
  range?: Range
  host?: string
  jail?: string
}

export function dashboardSearch(raw: Record<string, unknown>): DashboardSearch {
  return { range: searchOneOf(raw['range'], ranges), host: searchText(raw['host']), jail: searchText(raw['jail']) }
}
