import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { draftChanged } from '@/api/revisions'
import { asApiError } from '@/lib/problem'

/** A form that makes a part in the draft: `made` follows once the server has taken it; what it refuses stands at its fields. */
export function useMakeInDraft(make: () => Promise<unknown>, made: () => Promise<void>) {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await make()
      draftChanged(client)
      await made()
    } catch (thrown) {
      setError(thrown)
      setBusy(false)
    }
  }
  return { submit, busy, error, fields: error ? asApiError(error).formErrors() : {} }
}
