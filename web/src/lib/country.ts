import type { MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'

/** Stands for addresses whose country is not known. */
export const unknownCountry = 'ZZ'

/** What databases of addresses have besides countries. Source: MaxMind, "GeoIP legacy codes"; Intl knows EU. */
const otherNames: Readonly<Record<string, MessageDescriptor>> = {
  AP: msg`Asia/Pacific`,
  A1: msg`Anonymous proxy`,
  A2: msg`Satellite provider`,
  O1: msg`Other country`,
}

/** "NL" → "Netherlands" in the reader's language; the code itself if there is no name for it. */
export function countryName(code: string, locale?: string): string {
  const other = otherNames[code]
  if (other) return t(other)
  try {
    return new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}

/** The codes of ISO 3166-1, and XK for Kosovo, as databases of addresses have it. */
export const countryCodes: readonly string[] = [
  'ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCR',
  'CUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHU',
  'IDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQ',
  'MRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSI',
  'SJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW',
].flatMap((line) => line.match(/../g) ?? [])

const territories = new Set(countryCodes)

/** Whether a code stands for land that the map shows: not for EU and the like, nor for Antarctica, which it leaves out. */
export function hasTerritory(code: string): boolean {
  return code !== 'AQ' && territories.has(code)
}
