import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { draftChanged, draftQuery, putDraftFile } from '@/api/revisions'

interface Options {
  host: string
  name: string
  /** The text as it is in the draft or on the host. */
  text: string
  /** The hash of the file that it was made from; empty for a new file. */
  base: string
  /** The hash of the draft's text; empty if the file is not in the draft. */
  drafted: string
}

/** What was typed, and what was there when that began: the file may be fetched anew meanwhile. */
interface Typed {
  text: string
  from: string
  base: string
  drafted: string
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
  /** Goes on with what was typed on what is there now. */
  goOn: () => void
  /** Forgets what was typed. */
  reset: () => void
}

/** A text while it is typed, and its way into the draft. */
export function useFileEdit({ host, name, text, base, drafted }: Options): FileEdit {
  const client = useQueryClient()
  const [typed, setTyped] = useState<Typed>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const dirty = typed !== undefined && typed.text !== text
  const change = (next: string) => {
    const begun = dirty ? typed : { from: text, base, drafted }
    setTyped(next === begun.from ? undefined : { ...begun, text: next })
  }
  const keep = async () => {
    if (typed === undefined) return
    setBusy(true)
    setError(undefined)
    try {
      const { text, base: base_hash, drafted: text_hash } = typed
      const draft = await putDraftFile(host, { name, text, base_hash, text_hash })
      client.setQueryData(draftQuery(host).queryKey, draft)
      // Who has typed on meanwhile goes on from what was kept.
      const kept = draft.files.find((f) => f.name === name)
      const next = { from: text, base: kept?.base_hash ?? base_hash, drafted: kept?.text_hash ?? '' }
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
    moved: dirty && (typed.from !== text || typed.base !== base || typed.drafted !== drafted),
    busy,
    error,
    change,
    keep,
    goOn: () => setTyped((now) => now && { text: now.text, from: text, base, drafted }),
    reset: () => {
      setTyped(undefined)
      setError(undefined)
    },
  }
}
