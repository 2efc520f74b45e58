import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { complaint, groupBans, liftBans, orderBans } from '@/api/bans'
import { refetchBans } from '@/api/queries'
import type { paths } from '@/api/schema.gen'
import type { Ban } from '@/api/types'
import { addressKind } from '@/lib/address'
import { toastDone, toastError, toastUndo } from '@/ui/toast'

type ActivePage = paths['/bans/active']['get']['responses'][200]['content']['application/json']

/** Lifts bans at once and offers for eight seconds to make them again. Throws if it cannot. */
export function useUnban(): (bans: readonly Ban[]) => Promise<void> {
  const client = useQueryClient()
  const { t } = useLingui()
  return async (bans) => {
    const results = (await Promise.all(groupBans(bans).map(liftGroup))).flat()
    dropActive(client, bans)
    refresh(client)
    const problem = complaint(results, ['unbanned', 'not_banned'])
    if (problem) throw problem
    const [first] = bans
    const message =
      bans.length === 1 && first
        ? t`${first.address} unbanned from ${first.jail}`
        : t`${plural(bans.length, { one: '# ban', other: '# bans' })} lifted`
    // What is no address, such as a user name, only fail2ban itself can ban.
    if (bans.some((ban) => addressKind(ban.address) === undefined)) return toastDone(message)
    toastUndo(message, async () => {
      await banAgain(bans)
      refresh(client)
      toastDone(bans.length === 1 && first ? t`${first.address} is banned again` : t`They are banned again`)
    })
  }
}

/** For a single row: failures become a toast. */
export function useUnbanQuietly(): (ban: Ban) => void {
  const unban = useUnban()
  return (ban) => void unban([ban]).catch(toastError)
}

async function liftGroup({ host, jail, addresses }: { host: string; jail: string; addresses: string[] }) {
  return (await liftBans({ addresses, hosts: [host], jails: [jail] })).items
}

async function banAgain(bans: readonly Ban[]): Promise<void> {
  const orders = groupBans(bans).map(({ host, jail, addresses }) =>
    orderBans({ addresses, hosts: [host], jail, reason: 'undo' }),
  )
  const problem = complaint((await Promise.all(orders)).flat(), ['banned', 'already_banned', 'pending'])
  if (problem) throw problem
}

/** Takes bans out of the lists that are shown before the server has told of it. */
export function dropActive(client: QueryClient, bans: readonly { id: Ban['id'] }[]): void {
  const gone = new Set(bans.map((ban) => ban.id))
  client.setQueriesData<InfiniteData<ActivePage>>({ queryKey: ['active-bans'] }, (old) => {
    if (!old) return old
    const dropped = old.pages.reduce((n, page) => n + page.items.filter((ban) => gone.has(ban.id)).length, 0)
    if (dropped === 0) return old
    const pages = old.pages.map((page) => ({
      ...page,
      total: Math.max(0, page.total - dropped),
      items: page.items.filter((ban) => !gone.has(ban.id)),
    }))
    return { ...old, pages }
  })
}

function refresh(client: QueryClient): void {
  void refetchBans(client)
}
