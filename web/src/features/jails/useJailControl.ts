import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import type { JailStatus } from '@/api/types'
import { toastError } from '@/ui/toast'
import { controlJail, type JailAction } from './orders'
import { type JailKey, putStatus, refreshSoon } from './queries'

const keyOf = ({ host, jail }: JailKey) => ['control-jail', host, jail] as const

/**
 * Controls one jail. While an order is on its way {@link useJailState} already shows what it will lead to; if fail2ban
 * refuses, the old state is back at once and a toast has its words.
 */
export function useJailControl(key: JailKey): (action: JailAction) => void {
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationKey: keyOf(key),
    mutationFn: (action: JailAction) => controlJail(key, action),
    onSuccess: (status) => putStatus(client, status),
    onError: toastError,
    onSettled: () => refreshSoon(client),
  })
  return mutate
}

/** The order for this jail that is on its way, if there is one. */
export function usePendingAction(key: JailKey): JailAction | undefined {
  const pending = useMutationState({
    filters: { mutationKey: keyOf(key), status: 'pending' },
    select: (mutation) => mutation.state.variables as JailAction,
  })
  return pending.at(-1)
}

/** The state to show: what an order on its way will lead to, else what fail2ban told last. */
export function useJailState({ host, name, state }: JailStatus): JailStatus['state'] {
  const pending = usePendingAction({ host, jail: name })
  return (pending && outcomes[pending]) ?? state
}

const outcomes: Record<JailAction, JailStatus['state'] | undefined> = {
  start: 'running',
  resume: 'running',
  stop: 'stopped',
  idle: 'idle',
  reload: undefined,
}
