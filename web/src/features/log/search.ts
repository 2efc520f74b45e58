import type { LogFilters } from '@/api/log'
import { searchOneOf, searchText } from '@/lib/search'

/** The levels that one can begin with, the least severe first. */
export const logLevels = ['DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL'] as const

/** What the log is narrowed to, kept in the URL. */
export interface LogSearch extends LogFilters {
  host?: string
}

export function logSearch(raw: Record<string, unknown>): LogSearch {
  return {
    host: searchText(raw['host']),
    level: searchOneOf(raw['level'], logLevels),
    jail: searchText(raw['jail']),
    q: searchText(raw['q']),
  }
}
