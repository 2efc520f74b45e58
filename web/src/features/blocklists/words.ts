import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Blocklist, ListFormat, ListImport } from '@/api/types'
import type { Tone } from '@/ui/StatusDot'

interface StateWords {
  name: MessageDescriptor
  tone?: Tone
  means: MessageDescriptor
}

/** How each state of a list is called, coloured and explained. */
export const healthWords: Record<Blocklist['health'], StateWords> = {
  ok: { name: msg`OK`, tone: 'ok', means: msg`Its last import went well.` },
  off: { name: msg`Off`, means: msg`It is not fetched by itself, and blocks nothing.` },
  new: { name: msg`New`, means: msg`It has not been imported yet.` },
  alert: { name: msg`Look at it`, tone: 'bad', means: msg`It changed suspiciously; what was in force stays.` },
  failing: { name: msg`Failing`, tone: 'bad', means: msg`Its last import failed; what was in force stays.` },
  stale: { name: msg`Late`, tone: 'warn', means: msg`It should have been imported some time ago.` },
}

/** How each outcome of an import is called, coloured and explained. */
export const outcomeWords: Record<ListImport['outcome'], StateWords & { tone?: Tone | 'accent' }> = {
  running: { name: msg`Running`, means: msg`It runs now.` },
  imported: { name: msg`Imported`, tone: 'ok', means: msg`Its new contents came into force.` },
  unchanged: { name: msg`Unchanged`, means: msg`There was nothing new.` },
  held: { name: msg`Held`, tone: 'warn', means: msg`Its new contents wait for somebody to accept them.` },
  failed: { name: msg`Failed`, tone: 'bad', means: msg`Nothing changed; it is tried again by itself.` },
  cancelled: { name: msg`Cancelled`, means: msg`Somebody ended it; nothing changed.` },
  lost: { name: msg`Lost`, tone: 'warn', means: msg`Its replica went away; another one did it again.` },
}

/** What each format looks like. */
export const formatWords: Record<ListFormat['kind'], MessageDescriptor> = {
  auto: msg`Found by looking`,
  plain: msg`Plain: one address or network a line`,
  netset: msg`Netset: plain, with comments after # or ;`,
  ranges: msg`Ranges: first - last`,
  csv: msg`CSV: a column of a table with commas`,
  tsv: msg`TSV: a column of a table with tabs`,
  jsonl: msg`JSON by the line, as Spamhaus has it`,
  json: msg`JSON: one document`,
}

/** The states that need somebody. */
export function needsLook({ health }: Pick<Blocklist, 'health'>): boolean {
  return health === 'alert' || health === 'failing' || health === 'stale'
}

/** Where a list comes from, in short: the server of its address; undefined if its text was uploaded. */
export function serverOf(url: string): string | undefined {
  if (url === '') return undefined
  return URL.canParse(url) ? new URL(url).host : url
}
