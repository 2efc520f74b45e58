import { useLingui } from '@lingui/react/macro'
import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import { complaint, liftBans, orderBans } from '@/api/bans'
import type { Ban } from '@/api/types'
import { toastError, toastUndo } from '@/ui/toast'
import { refreshSoon } from './queries'

const mutationKey = ['unban-in-jail']

/** Unbans in one jail, at once and with an undo; `leaving` are the bans that are about to go. */
export function useUnban(): { unban: (ban: Ban) => void; leaving: ReadonlySet<Ban['id']> } {
  const { t } = useLingui()
  const client = useQueryClient()
  const renew = async () => {
    await client.invalidateQueries({ queryKey: ['active-bans'] })
    refreshSoon(client)
  }
  const { mutate } = useMutation({
    mutationKey,
    mutationFn: lift,
    onSuccess: async (_, ban) => {
      await renew()
      toastUndo(t`${ban.address} is no longer banned by ${ban.jail}.`, () => banAgain(ban).then(renew))
    },
    onError: toastError,
  })
  const pending = useMutationState({
    filters: { mutationKey, status: 'pending' },
    select: (mutation) => (mutation.state.variables as Ban).id,
  })
  return { unban: mutate, leaving: new Set(pending) }
}

async function lift({ address, host, jail }: Ban): Promise<void> {
  const { items } = await liftBans({ addresses: [address], hosts: [host], jails: [jail] })
  const error = complaint(items, ['unbanned', 'not_banned'])
  if (error) throw error
}

async function banAgain({ address, host, jail }: Ban): Promise<void> {
  const items = await orderBans({ addresses: [address], hosts: [host], jail, force: true })
  const error = complaint(items, ['banned', 'already_banned', 'pending'])
  if (error) throw error
}
