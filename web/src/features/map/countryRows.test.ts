import { describe, expect, it } from 'vitest'
import { type Column, countryRows, findRows, offMap, sortRows } from './countryRows'

const names: Record<string, string> = {
  CN: 'China',
  DE: 'Germany',
  EU: 'European Union',
  ZZ: 'Unknown country',
  FR: 'France',
}
const nameOf = (code: string) => names[code] ?? code
const items = [
  { country: 'CN', n: 50, n_before: 25, share: 0.5 },
  { country: '', n: 20, n_before: 20, share: 0.2 },
  { country: 'DE', n: 15, n_before: 60, share: 0.15 },
  { country: 'EU', n: 10, n_before: null, share: 0.1 },
  { country: 'FR', n: 5, n_before: 0, share: 0.05 },
]
const rows = countryRows(items, undefined, nameOf)

describe('countryRows', () => {
  it('ranks countries, and nothing else', () => {
    expect(rows.map(({ code, rank }) => [code, rank])).toEqual([
      ['CN', 1],
      ['ZZ', undefined],
      ['DE', 2],
      ['EU', undefined],
      ['FR', 3],
    ])
  })

  it('has a row for the selected country also if it has no bans', () => {
    expect(countryRows(items, 'NL', nameOf).at(-1)).toMatchObject({ code: 'NL', n: 0, n_before: null })
    expect(countryRows(items, 'ZZ', nameOf)).toHaveLength(items.length)
  })
})

describe('findRows', () => {
  it.each([
    ['ger', ['DE']],
    ['an', ['DE', 'EU', 'FR']],
    ['cn', ['CN']],
    ['e', ['DE', 'EU', 'FR']],
    [' China ', ['CN']],
    ['', ['CN', 'ZZ', 'DE', 'EU', 'FR']],
    ['x', []],
  ])('%s', (text, want) => {
    expect(findRows(rows, text).map((row) => row.code)).toEqual(want)
  })
})

describe('sortRows', () => {
  const order = (key: Column, descending: boolean) => sortRows(rows, { key, descending }).map((row) => row.code)

  it('goes by name, by number and by change', () => {
    expect(order('name', false)).toEqual(['CN', 'EU', 'FR', 'DE', 'ZZ'])
    expect(order('n', false)).toEqual(['FR', 'EU', 'DE', 'ZZ', 'CN'])
    expect(order('change', true)).toEqual(['FR', 'CN', 'ZZ', 'DE', 'EU'])
  })

  it('puts what cannot be compared last either way', () => {
    expect(order('change', false)).toEqual(['DE', 'ZZ', 'CN', 'FR', 'EU'])
  })
})

describe('offMap', () => {
  it('names what has no territory, with its number', () => {
    const counted = ['DE', 'EU', 'A1', '', 'AQ', 'XK'].map((country, i) => ({
      country,
      n: 10 + i,
      n_before: null,
      share: 0,
    }))
    expect(offMap(counted).map(({ code, n }) => `${code} ${n}`)).toEqual(['EU 11', 'A1 12', 'ZZ 13', 'AQ 14'])
    expect(offMap([])).toEqual([])
  })
})
