import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { blocklistsChanged, changeBlocklist, importBlocklist, putBlocklist } from '@/api/blocklists'
import type { Blocklist } from '@/api/types'
import { toastDone, toastError, toastUndo } from '@/ui/toast'

/** Switches a list on and off. It moves at once and goes back if the server refuses; switching off can be taken back. */
export function useListEnabled(list: Blocklist): { enabled: boolean; toggle: () => void } {
  const { t } = useLingui()
  const client = useQueryClient()
  const { mutateAsync, isPending, variables } = useMutation({
    mutationFn: (enabled: boolean) => changeBlocklist(list.id, { enabled }),
    onSuccess: (after) => {
      putBlocklist(client, after)
      blocklistsChanged(client)
    },
  })
  const enabled = isPending ? variables : list.enabled
  const toggle = async () => {
    if (isPending) return
    try {
      await mutateAsync(!enabled)
      if (enabled) toastUndo(t`${list.name} is off: what only it has is no longer blocked.`, () => mutateAsync(true))
      else toastDone(t`${list.name} is on.`)
    } catch (error) {
      toastError(error)
    }
  }
  return { enabled, toggle: () => void toggle() }
}

/** Asks for an import besides the schedule. */
export function useImportNow(list: Blocklist): { run: () => void; asking: boolean } {
  const client = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: () => importBlocklist(list.id),
    onSuccess: (after) => putBlocklist(client, after),
    onError: (error) => {
      toastError(error)
      blocklistsChanged(client)
    },
  })
  return { run: () => mutate(), asking: isPending }
}
