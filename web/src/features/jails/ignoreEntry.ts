import { addressKind } from '@/lib/address'

/** What fail2ban's ignore list may hold. */
export type EntryKind = 'address' | 'network' | 'name'

// A label of a host name, RFC 1123 section 2.1, with underscores, which exist.
const label = /^\w[\w-]{0,62}$/

/** What an entry is, or undefined if fail2ban could make no sense of it. 1.2.3 is a mistyped address, not a name. */
export function entryKind(text: string): EntryKind | undefined {
  const kind = addressKind(text)
  if (kind !== undefined) return kind.endsWith('-network') ? 'network' : 'address'
  const labels = text.replace(/\.$/, '').split('.')
  const good = text.length <= 255 && labels.every((l) => label.test(l)) && /[a-z]/i.test(labels.at(-1) ?? '')
  return good ? 'name' : undefined
}

/** Entries that were typed or pasted, separated by blanks, commas, semicolons or lines; each once. */
export function splitEntries(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((word) => word !== ''))]
}
