import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { draftChanged, putDraftFile } from '@/api/revisions'

interface Options {
  host: string
  name: string
  /** The text as it is in the draft or on the host. */
  text: string
  /** The hash of the file that it was made from. */
  base: string
}

export interface FileEdit {
  /** What the editor shows. */
  text: string
  dirty: boolean
  busy: boolean
  error: unknown
  change: (text: string) => void
  /** Keeps the text in the draft. */
  keep: () => Promise<void>
  /** Forgets what was typed. */
  reset: () => void
}

/** A text while it is typed, and its way into the draft. */
export function useFileEdit({ host, name, text, base }: Options): FileEdit {
  const client = useQueryClient()
  const [typed, setTyped] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const dirty = typed !== undefined && typed !== text
  const keep = async () => {
    if (typed === undefined) return
    setBusy(true)
    setError(undefined)
    try {
      await putDraftFile(host, name, typed, base)
      setTyped(undefined)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
      draftChanged(client)
    }
  }
  return {
    text: typed ?? text,
    dirty,
    busy,
    error,
    change: setTyped,
    keep,
    reset: () => {
      setTyped(undefined)
      setError(undefined)
    },
  }
}
