/** "NL" → "Netherlands" in the reader's language; the code itself if there is no name for it. */
export function countryName(code: string, locale?: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}
