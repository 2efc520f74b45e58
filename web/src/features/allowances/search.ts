import type { AllowanceFilters } from '@/api/allowances'
import { searchOneOf, searchText } from '@/lib/search'

export interface AllowancesSearch {
  q?: string
  /** `ended` shows those that are over. */
  show?: 'ended'
}

export function allowancesSearch(raw: Record<string, unknown>): AllowancesSearch {
  return { q: searchText(raw['q']), show: searchOneOf(raw['show'], ['ended'] as const) }
}

/** What the server is asked for. */
export function filtersOf({ q, show }: AllowancesSearch): AllowanceFilters {
  return { active: show !== 'ended', q }
}
