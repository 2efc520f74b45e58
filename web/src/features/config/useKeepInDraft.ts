import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type DraftEdit, draftChanged, editDraft } from '@/api/revisions'
import { toastDone, toastError } from '@/ui/toast'

/** Makes a change in the draft, tells so, and goes on to the review if that is the next step. */
export function useKeepInDraft(host: string) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const done = async (next?: 'review') => {
    draftChanged(client)
    if (next === undefined) return toastDone(t`Kept in your draft`)
    await navigate({ to: '/configuration/$host/review', params: { host } })
  }
  const edit = async (edits: DraftEdit[], next?: 'review') => {
    setBusy(true)
    try {
      await editDraft(host, edits)
      await done(next)
    } catch (thrown) {
      toastError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return { edit, done, busy }
}
