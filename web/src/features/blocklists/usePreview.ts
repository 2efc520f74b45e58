import { useMutation } from '@tanstack/react-query'
import { previewBlocklist } from '@/api/blocklists'
import type { Blocklist, ListPreview, ListPreviewOrder } from '@/api/types'
import { type ListFields, previewOf } from './listFields'

export interface PreviewState {
  ask: () => void
  asking: boolean
  error: unknown
  data: ListPreview | undefined
  /** Whether the fields have changed since. */
  stale: boolean
}

/** Looks at a list as the fields have it, when somebody asks; `list` is the one that is to be changed. */
export function usePreview(fields: ListFields, list?: Blocklist['id']): PreviewState {
  const { mutate, isPending, error, data, variables } = useMutation({
    mutationFn: (order: ListPreviewOrder) => previewBlocklist(order),
  })
  const order = previewOf(fields, list)
  return {
    ask: () => mutate(order),
    asking: isPending,
    error,
    data,
    stale: variables !== undefined && !same(variables, order),
  }
}

/** Texts may be large and are the same object while nobody changes them, so they are compared first and left out then. */
function same(a: ListPreviewOrder, b: ListPreviewOrder): boolean {
  return a.text === b.text && JSON.stringify({ ...a, text: undefined }) === JSON.stringify({ ...b, text: undefined })
}
