import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { draftChanged, draftQuery, putDraftFile } from '@/api/revisions'

interface Options {
  host: string
  name: string
  /** The text as it is in the draft or on the host. */
  text: string
  /** The hash of the file that it was made from. */
  base: string
}

/** What was typed, and what was there when that began: the file may be fetched anew meanwhile. */
interface Typed {
  text: string
  from: string
  base: string
}

export interface FileEdit {
  /** What the editor shows. */
  text: string
  dirty: boolean
  /** Whether the file has changed since somebody began to type: what was typed would undo that. */
  moved: boolean
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
  const [typed, setTyped] = useState<Typed>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const dirty = typed !== undefined && typed.text !== text
  const change = (next: string) => {
    const { from, base: begun } = dirty ? typed : { from: text, base }
    setTyped(next === from ? undefined : { text: next, from, base: begun })
  }
  const keep = async () => {
    if (typed === undefined) return
    setBusy(true)
    setError(undefined)
    try {
      const draft = await putDraftFile(host, name, typed.text, typed.base)
      client.setQueryData(draftQuery(host).queryKey, draft)
      // Who has typed on meanwhile goes on from what was kept.
      const kept = draft.files.find((f) => f.name === name)
      const next = { from: typed.text, base: kept?.base_hash ?? typed.base }
      setTyped((now) => (now === typed ? undefined : now && { ...now, ...next }))
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
      draftChanged(client)
    }
  }
  return {
    text: typed?.text ?? text,
    dirty,
    moved: dirty && (typed.from !== text || typed.base !== base),
    busy,
    error,
    change,
    keep,
    reset: () => {
      setTyped(undefined)
      setError(undefined)
    },
  }
}
