import type { CountryRanking } from '@/api/types'
import { countryCodes, hasTerritory, unknownCountry } from '@/lib/country'
import { change } from '@/lib/numbers'
import type { Sort } from '@/ui/DataTable'

type CountryCount = CountryRanking['items'][number]

const countries = new Set(countryCodes)

export type Column = 'name' | 'n' | 'change'

/** A line of the table of countries. */
export interface CountryRow extends Omit<CountryCount, 'country'> {
  /** What to filter by: two letters, ZZ if the country is not known. */
  code: string
  name: string
  /** Place by bans; undefined for what is no country. */
  rank: number | undefined
}

/** Whether a code of the counts stands for a country. */
export function isCountry(code: string): boolean {
  return countries.has(code)
}

/** What is counted but has no place on the map, most first. */
export function offMap(items: readonly CountryCount[]): { code: string; n: number }[] {
  return items
    .filter(({ country, n }) => n > 0 && !hasTerritory(country))
    .map(({ country, n }) => ({ code: country || unknownCountry, n }))
}

/** The counts as lines, most first. A country that is selected has one even if it has no bans, so that it can be let go. */
export function countryRows(
  items: readonly CountryCount[],
  selected: string | undefined,
  nameOf: (code: string) => string,
): CountryRow[] {
  let place = 0
  const rows = items.map(({ country, ...rest }) => {
    const code = country || unknownCountry
    return { ...rest, code, name: nameOf(code), rank: isCountry(country) ? ++place : undefined }
  })
  if (selected === undefined || rows.some((row) => row.code === selected)) return rows
  return [...rows, { code: selected, name: nameOf(selected), rank: undefined, n: 0, n_before: null, share: 0 }]
}

/** The rows whose name has the text, or whose code it is. */
export function findRows(rows: readonly CountryRow[], text: string): CountryRow[] {
  const wanted = text.trim().toLowerCase()
  return rows.filter(({ code, name }) => name.toLowerCase().includes(wanted) || code.toLowerCase() === wanted)
}

/** In the order of a column; equal ones keep theirs. What cannot be compared with the time before comes last either way. */
export function sortRows(rows: readonly CountryRow[], { key, descending }: Sort<Column>): CountryRow[] {
  const sign = descending ? -1 : 1
  return [...rows].sort((a, b) => {
    if (key === 'name') return sign * a.name.localeCompare(b.name)
    if (key === 'n') return sign * (a.n - b.n)
    const [left, right] = [growth(a), growth(b)]
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined)
    // Countries that are new have grown without measure; among them the number tells.
    return left === right ? sign * (a.n - b.n) : sign * (left < right ? -1 : 1)
  })
}

function growth({ n, n_before: before }: CountryRow): number | undefined {
  if (before === null || (n === 0 && before === 0)) return undefined
  return change(n, before) ?? Number.POSITIVE_INFINITY
}
