import { searchOneOf, searchText } from '@/lib/search'
import { parseStatsFilter, type StatsFilter } from '@/lib/statsFilter'

/** What the map is narrowed to and how it is shown, kept in the URL. Statistics know neither address nor text, so it has neither. */
export interface MapSearch extends Omit<StatsFilter, 'address' | 'id' | 'q'> {
  /** What stands beside the map; the countries if left out. */
  list?: 'bans'
  /** How the colours are divided; as this browser remembers if left out. */
  classes?: string
}

/** The page looks closer; this is part of every page's code. */
const likeClasses = /^(automatic|default|\d+(,\d+){4})$/

export function mapSearch(raw: Record<string, unknown>): MapSearch {
  const { address, id, q, ...filter } = parseStatsFilter(raw)
  const classes = searchText(raw['classes'])
  return {
    ...filter,
    list: searchOneOf(raw['list'], ['bans']),
    classes: classes && likeClasses.test(classes) ? classes : undefined,
  }
}

/** The part that narrows. */
export function filterOf({ list, classes, ...filter }: MapSearch): StatsFilter {
  return filter
}
