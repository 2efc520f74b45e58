import { plural, t } from '@lingui/core/macro'
import { formatCount } from '@/lib/numbers'

/** "≈" before a number that comes from a sample. */
export function about(n: number, estimated: boolean): string {
  return estimated ? `≈ ${formatCount(n)}` : formatCount(n)
}

/** "1,234 bans", as exactly as it is known. */
export function amountWords({ n, exact, at_least }: { n: number; exact: boolean; at_least: boolean }): string {
  const count = about(n, !exact && !at_least)
  return at_least ? t`more than ${formatCount(n)} bans` : plural(n, { one: `${count} ban`, other: `${count} bans` })
}
