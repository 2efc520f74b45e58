import type { Blocklist, BlocklistChange, ListFormat, ListOffer, ListPreviewOrder, NewBlocklist } from '@/api/types'
import { parseDuration } from '@/lib/duration'
import { durationText } from '@/lib/durationText'
import { everyFaulty, type TimesFields, timesFieldsOf, timesOf } from '@/ui/schedule/timesFields'

/** The settings of a list as the form holds them. */
export interface ListFields {
  /** The key of the list of the catalogue that it is made from; empty if of none. */
  catalogue: string
  name: string
  /** Whether it is fetched from an address; else its text is uploaded. */
  fetched: boolean
  url: string
  /** What was pasted or read from a file; undefined while nothing was. */
  text: string | undefined
  /** The file that it was read from; undefined if from none. */
  file: { name: string; size: number } | undefined
  kind: ListFormat['kind']
  column: string
  last: string
  path: string
  times: TimesFields
  /** Lengths of time such as "5m". */
  minInterval: string
  enabled: boolean
  priority: string
  allowWide: boolean
  /** Addresses and networks, separated by spaces or commas. */
  allowPrivate: string
  licence: string
  credit: string
  homepage: string
  note: string
}

/** Bounds of the least time between two downloads, in seconds: a minute and 30 days. */
const leastInterval = 60
const mostInterval = 30 * 86_400
const mostPriority = 1000

/** Settings that somebody edits. */
export interface Edits {
  /** The list as it was when that began: only what differs from it is changed, whatever somebody else changes meanwhile. */
  before: Blocklist
  fields: ListFields
}

/** A list of which nothing is said yet: once a day, and on. */
export function newFields(fetched: boolean): ListFields {
  return {
    catalogue: '',
    name: '',
    fetched,
    url: '',
    text: undefined,
    file: undefined,
    kind: 'auto',
    column: '',
    last: '',
    path: '',
    times: timesFieldsOf({ every_seconds: 86_400 }),
    minInterval: '5m',
    enabled: true,
    priority: '100',
    allowWide: false,
    allowPrivate: '',
    licence: '',
    credit: '',
    homepage: '',
    note: '',
  }
}

/** A list of the catalogue, as its makers want it fetched. */
export function fieldsOfOffer(offer: ListOffer): ListFields {
  return {
    ...newFields(true),
    catalogue: offer.key,
    name: offer.name,
    url: offer.url,
    ...formatFields(offer.format),
    times: timesFieldsOf({ every_seconds: offer.every_seconds }),
    minInterval: durationText(offer.min_interval_seconds),
    allowWide: offer.allow_wide,
    licence: offer.licence,
    credit: offer.credit,
    homepage: offer.homepage,
  }
}

/** A list as it is. */
export function fieldsOfList(list: Blocklist): ListFields {
  return {
    catalogue: list.catalogue,
    name: list.name,
    fetched: list.url !== '',
    url: list.url,
    text: undefined,
    file: undefined,
    ...formatFields(list.format),
    times: timesFieldsOf(list.schedule),
    minInterval: durationText(list.min_interval_seconds),
    enabled: list.enabled,
    priority: String(list.priority),
    allowWide: list.allow_wide,
    allowPrivate: list.allow_private.join(', '),
    licence: list.licence,
    credit: list.credit,
    homepage: list.homepage,
    note: list.note,
  }
}

function formatFields({ kind, column = '', last = '', path = '' }: ListFormat) {
  return { kind, column, last, path }
}

/** What makes no sense yet, by field; of all else the server is the judge. */
export type Fault = 'name' | 'url' | 'text' | 'every' | 'minInterval' | 'priority'

/** What is not fit to be sent; `stored` says that the server has a text already. */
export function faultsOf(fields: ListFields, stored = false): Set<Fault> {
  const faults = sourceFaultsOf(fields, stored)
  const least = parseDuration(fields.minInterval)
  if (fields.name.trim() === '') faults.add('name')
  if (fields.fetched && everyFaulty(fields.times)) faults.add('every')
  if (least === undefined || least < leastInterval || least > mostInterval) faults.add('minInterval')
  if (!/^\d+$/.test(fields.priority.trim()) || Number(fields.priority) < 1 || Number(fields.priority) > mostPriority)
    faults.add('priority')
  return faults
}

/** What of that keeps a list from being read. */
export function sourceFaultsOf({ fetched, url, text }: ListFields, stored = false): Set<Fault> {
  if (fetched) return new Set<Fault>(url.trim() === '' ? ['url'] : [])
  return new Set<Fault>(!stored && !text?.trim() ? ['text'] : [])
}

/** The format with what goes with it alone. */
function formatOf({ kind, column, last, path }: ListFields): ListFormat {
  const table = kind === 'csv' || kind === 'tsv'
  const json = kind === 'json' || kind === 'jsonl'
  return {
    kind,
    column: (table && column.trim()) || undefined,
    last: (table && last.trim()) || undefined,
    path: (json && path.trim()) || undefined,
  }
}

function privateOf({ allowPrivate }: ListFields): string[] {
  return allowPrivate.split(/[\s,;]+/).filter((word) => word !== '')
}

/** What decides what a list holds, as a preview is asked for; `id` is of the list that is to be changed. */
export function previewOf(fields: ListFields, id?: Blocklist['id']): ListPreviewOrder {
  return {
    list: id,
    ...(fields.fetched ? { url: fields.url.trim() } : { text: fields.text ?? '' }),
    format: formatOf(fields),
    allow_wide: fields.allowWide,
    allow_private: fields.fetched ? privateOf(fields) : [],
  }
}

function settingsOf(fields: ListFields) {
  return {
    name: fields.name.trim(),
    url: fields.fetched ? fields.url.trim() : '',
    format: formatOf(fields),
    schedule: fields.fetched ? timesOf(fields.times) : { every_seconds: 0, cron: '' },
    enabled: fields.enabled,
    priority: Number(fields.priority),
    min_interval_seconds: parseDuration(fields.minInterval) ?? 0,
    allow_wide: fields.allowWide,
    allow_private: fields.fetched ? privateOf(fields) : [],
    licence: fields.licence.trim(),
    credit: fields.credit.trim(),
    homepage: fields.homepage.trim(),
    note: fields.note.trim(),
  }
}

/** The list that is to be made. */
export function orderOf(fields: ListFields): NewBlocklist {
  return {
    ...settingsOf(fields),
    catalogue: fields.catalogue || undefined,
    text: fields.fetched ? undefined : fields.text,
  }
}

/** What is to be different from `before`; undefined if nothing is. */
export function changeOf({ before, fields }: Edits): BlocklistChange | undefined {
  const was: Record<string, unknown> = settingsOf(fieldsOfList(before))
  const differs = ([name, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(was[name])
  const change: BlocklistChange = Object.fromEntries(Object.entries(settingsOf(fields)).filter(differs))
  if (!fields.fetched && fields.text !== undefined) change.text = fields.text
  return Object.keys(change).length > 0 ? change : undefined
}
