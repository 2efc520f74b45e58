import type { JobFilters } from '@/api/jobs'
import { searchOneOf, searchText } from '@/lib/search'

/** The states of a job, in the order in which they are offered as filters. */
export const jobStates = ['running', 'succeeded', 'failed', 'cancelled', 'lost', 'released'] as const

/** What the history is narrowed to, kept in the URL. */
export function jobsSearch(raw: Record<string, unknown>): JobFilters {
  return { task: searchText(raw['task']), state: searchOneOf(raw['state'], jobStates) }
}
