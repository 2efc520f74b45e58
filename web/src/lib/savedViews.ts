import { recall, remember } from './storage'

/** A set of filters under a name. */
export interface SavedView<S> {
  name: string
  search: S
}

const mostViews = 50
const longestName = 60

/** The views that this browser remembers under `key`; what is not understood is left out. */
export function recallViews<S>(key: string, parse: (raw: Record<string, unknown>) => S): SavedView<S>[] {
  const list = readJSON(recall(key))
  if (!Array.isArray(list)) return []
  return list
    .filter(isView)
    .map(({ name, search }) => ({ name: cleanName(name), search: parse(search) }))
    .filter(({ name }) => name !== '')
    .slice(0, mostViews)
}

export function rememberViews<S>(key: string, views: readonly SavedView<S>[]): void {
  remember(key, JSON.stringify(views))
}

/** With the view put in, in the order of names; one of the same name is replaced. */
export function withView<S>(views: readonly SavedView<S>[], name: string, search: S): SavedView<S>[] {
  const clean = cleanName(name)
  if (clean === '') return [...views]
  return [...withoutView(views, clean), { name: clean, search }]
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, mostViews)
}

export function withoutView<S>(views: readonly SavedView<S>[], name: string): SavedView<S>[] {
  return views.filter((view) => view.name !== name)
}

function cleanName(name: string): string {
  return name.trim().slice(0, longestName)
}

function readJSON(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

function isView(value: unknown): value is { name: string; search: Record<string, unknown> } {
  if (typeof value !== 'object' || value === null) return false
  const { name, search } = value as Record<string, unknown>
  return typeof name === 'string' && typeof search === 'object' && search !== null
}
