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
  const other = Number(raw['with'] ?? Number.NaN)
  return { with: Number.isSafeInteger(other) && other >= 0 ? other : undefined }
}
