import type { AllowanceFilters } from '@/api/allowances'
import { searchOneOf, searchText } from '@/lib/search'

export interface AllowancesSearch {
  q?: string
  /** `standing` and `timed` show those in force without and with an end, `ended` those that are over. */
  show?: 'standing' | 'timed' | 'ended'
}

export function allowancesSearch(raw: Record<string, unknown>): AllowancesSearch {
  return { q: searchText(raw['q']), show: searchOneOf(raw['show'], ['standing', 'timed', 'ended'] as const) }
}

/** What the server is asked for. */
export function filtersOf({ q, show }: AllowancesSearch): AllowanceFilters {
  const standing = show === 'standing' ? true : show === 'timed' ? false : undefined
  return { active: show !== 'ended', standing, q }
}
