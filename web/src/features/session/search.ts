import { searchText } from '@/lib/search'

export interface SignInSearch {
  /** The page first asked for, to return to. */
  next?: string
}

export function signInSearch(raw: Record<string, unknown>): SignInSearch {
  return { next: searchText(raw['next']) }
}
