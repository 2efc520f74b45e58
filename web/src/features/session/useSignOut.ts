import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '@/api/client'
import { asApiError } from '@/lib/problem'
import { toastError } from '@/ui/toast'
import { tellSignedOut } from './channel'

/** Ends the session on the server, in this tab and in all others, and leads to sign-in. A session that was over already is fine. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      await api.DELETE('/session')
    } catch (error) {
      if (asApiError(error).status !== 401) {
        toastError(error)
        return
      }
    }
    tellSignedOut()
    await navigate({ to: '/sign-in', search: {} })
    client.clear()
  }
}
