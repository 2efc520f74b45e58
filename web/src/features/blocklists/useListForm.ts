import { useState } from 'react'
import type { Blocklist } from '@/api/types'
import { asApiError } from '@/lib/problem'
import { type Fault, faultsOf, type ListFields, sourceFaultsOf } from './listFields'
import { type PreviewState, usePreview } from './usePreview'

interface ListForm {
  /** What the server said, by field; of the preview as well as of saving. */
  faults: Record<string, string>
  /** What is not fit to be sent, once somebody tried. */
  missing: ReadonlySet<Fault>
  /** Whether all is fit to be sent; from then on it is shown what is not. */
  complete: () => boolean
  preview: PreviewState
  /** Asks for a preview, if there is enough for one. */
  look: () => void
}

const none: ReadonlySet<Fault> = new Set()

/** What a form of a list tells of its fields; `refused` is why saving failed, `list` the one that is to be changed. */
export function useListForm(fields: ListFields, refused: unknown, list?: Blocklist): ListForm {
  const [tried, setTried] = useState<'save' | 'look'>()
  const stored = list?.url === ''
  const preview = usePreview(fields, list?.id)
  const ofPreview = preview.error && !preview.stale ? asApiError(preview.error).formErrors() : {}
  const missing = tried === 'save' ? faultsOf(fields, stored) : tried === 'look' ? sourceFaultsOf(fields, stored) : none
  return {
    faults: { ...ofPreview, ...(refused ? asApiError(refused).formErrors() : {}) },
    missing,
    complete: () => {
      setTried('save')
      return faultsOf(fields, stored).size === 0
    },
    preview,
    look: () => {
      if (tried === undefined) setTried('look')
      if (sourceFaultsOf(fields, stored).size === 0) preview.ask()
    },
  }
}
