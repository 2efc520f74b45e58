import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import { changeJail, type JailChange } from './orders'
import { type JailKey, putDetail, refreshSoon } from './queries'

const keyOf = ({ host, jail }: JailKey) => ['change-jail', host, jail] as const

/** Changes a jail's settings and puts what fail2ban then uses into the cache. */
export function useJailChange(key: JailKey) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: keyOf(key),
    mutationFn: (change: JailChange) => changeJail(key, change),
    onSuccess: (detail) => putDetail(client, detail),
    onSettled: () => refreshSoon(client),
  })
}

/** The changes of a jail that are on their way, oldest first. */
export function usePendingChanges(key: JailKey): JailChange[] {
  return useMutationState({
    filters: { mutationKey: keyOf(key), status: 'pending' },
    select: (mutation) => mutation.state.variables as JailChange,
  })
}
