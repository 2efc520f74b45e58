import { describe, expect, it } from 'vitest'
import '@/i18n'
import { countryName, hasTerritory } from './country'

describe('countryName', () => {
  it.each([
    ['NL', 'Netherlands'],
    ['EU', 'European Union'],
    ['AP', 'Asia/Pacific'],
    ['A1', 'Anonymous proxy'],
    ['A2', 'Satellite provider'],
    ['Q9', 'Q9'],
  ])('%s is %s', (code, name) => expect(countryName(code, 'en')).toBe(name))
})

describe('hasTerritory', () => {
  it.each(['EU', 'AP', 'A1', 'AQ', ''])('not %s', (code) => expect(hasTerritory(code)).toBe(false))
  it.each(['NL', 'XK', 'SG'])('%s', (code) => expect(hasTerritory(code)).toBe(true))
})
