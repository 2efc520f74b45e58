import { searchText } from '@/lib/search'

/** Whose revisions are listed; all hosts' if left out. */
export interface RevisionsSearch {
  host?: string
}

export function revisionsSearch(raw: Record<string, unknown>): RevisionsSearch {
  return { host: searchText(raw['host']) }
}

/** What a revision is compared with: another one, or the files as they are now (0). Left out, its own changes are shown. */
export interface RevisionSearch {
  with?: number
}

export function revisionSearch(raw: Record<string, unknown>): RevisionSearch {
  return { with: wholeNumber(raw['with']) }
}

/** Which revision a draft brings back, as long as the draft is the one that was made of it. */
export interface ReviewSearch {
  restores?: number
  /** The hash of that draft. */
  of?: string
}

export function reviewSearch(raw: Record<string, unknown>): ReviewSearch {
  return { restores: wholeNumber(raw['restores']), of: searchText(raw['of']) }
}

function wholeNumber(value: unknown): number | undefined {
  const n = Number(value ?? Number.NaN)
  return Number.isSafeInteger(n) && n >= 0 ? n : undefined
}
