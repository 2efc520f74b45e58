/** 12345 → "12,345" in the reader's own way of writing. */
export function formatCount(n: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(n)
}

/** 1234567 → "1.2M"; below ten thousand the number is written out. */
export function formatCompact(n: number, locale?: string): string {
  if (Math.abs(n) < 10_000) return formatCount(n, locale)
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(n)
}

/** 0.4213 → "42%"; a share between 0 and half a percent is "<1%", so that it is not read as nothing. */
export function formatShare(share: number, locale?: string): string {
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  return share > 0 && share < 0.005 ? `<${percent.format(0.01)}` : percent.format(share)
}

/** How `now` compares with `before`: a share (0.08 = 8 % more), or undefined where there is nothing to compare with. */
export function change(now: number, before: number): number | undefined {
  return before > 0 ? (now - before) / before : undefined
}
