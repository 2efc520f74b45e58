import { searchOneOf, searchText } from '@/lib/search'

/** The lists at the left, in their order; the first is shown if none is named. */
export const configTabs = ['jails', 'filters', 'actions', 'files', 'server'] as const

export type ConfigTab = (typeof configTabs)[number]

/** Which list is shown beside what was chosen, kept in the URL. */
export interface ConfigSearch {
  /** The host whose configuration is shown; elsewhere it is a part of the path. */
  host?: string
  parts?: ConfigTab
  /** Narrows the list. */
  q?: string
}

export function configSearch(raw: Record<string, unknown>): ConfigSearch {
  return { host: searchText(raw['host']), parts: searchOneOf(raw['parts'], configTabs), q: searchText(raw['q']) }
}

/** A file, and the line that is looked at. */
export interface ConfigFileSearch extends ConfigSearch {
  name: string
  line?: number
}

export function configFileSearch(raw: Record<string, unknown>): ConfigFileSearch {
  const line = Number(raw['line'])
  return {
    ...configSearch(raw),
    name: searchText(raw['name']) ?? '',
    line: Number.isSafeInteger(line) && line > 0 ? line : undefined,
  }
}
