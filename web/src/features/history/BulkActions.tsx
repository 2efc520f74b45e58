import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { complaint, groupBans, orderBans } from '@/api/bans'
import { refetchBans } from '@/api/queries'
import type { Ban } from '@/api/types'
import { addressKind } from '@/lib/address'
import { AllowDialog } from '@/ui/allow/AllowDialog'
import { BulkBar } from '@/ui/BulkBar'
import { useUnban } from '@/ui/bans/useUnban'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { toastDone } from '@/ui/toast'

interface Props {
  /** The bans that are selected. */
  bans: readonly Ban[]
  onClear: () => void
}

/** What can be done with the selected bans: those in force are lifted, those that are over are made again. */
export function BulkActions({ bans, onClear }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const unban = useUnban()
  const { copy, copied } = useClipboard({ timeout: 1500 })
  const [asking, setAsking] = useState<'lift' | 'ban'>()
  const [allowing, setAllowing] = useState<readonly string[]>()
  const active = bans.filter((ban) => ban.active)
  const over = again(bans)
  const addresses = [...new Set(bans.map((ban) => ban.address))]
  // What is no address, such as a user name, jails cannot be told to ignore.
  const allowable = addresses.filter((address) => addressKind(address) !== undefined)
  const lifted = plural(active.length, { one: '# ban', other: '# bans' })
  const made = plural(over.length, { one: '# address', other: '# addresses' })
  const lift = async () => {
    await unban(active)
    onClear()
  }
  const banAgain = async () => {
    const orders = groupBans(over).map(({ host, jail, addresses: named }) =>
      orderBans({ addresses: named, hosts: [host], jail, reason: t`banned again from the history` }),
    )
    const results = await Promise.all(orders).finally(() => void refetchBans(client))
    const problem = complaint(results.flat(), ['banned', 'already_banned', 'pending'])
    if (problem) throw problem
    toastDone(t`${made} banned again`)
    onClear()
  }
  const jails = [...new Set((asking === 'ban' ? over : active).map((ban) => ban.jail))].join(', ')
  return (
    <>
      <BulkBar count={bans.length} onClear={onClear}>
        {active.length > 0 && (
          <Button size="xs" color="bad" onClick={() => setAsking('lift')}>
            <Trans>Lift {lifted}</Trans>
          </Button>
        )}
        {over.length > 0 && (
          <Button size="xs" variant="default" onClick={() => setAsking('ban')}>
            <Trans>Ban {made} again</Trans>
          </Button>
        )}
        {allowable.length > 0 && (
          <Button size="xs" variant="default" onClick={() => setAllowing(allowable)}>
            <Trans>Allow…</Trans>
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => copy(addresses.join('\n'))}>
          {copied ? t`Copied` : t`Copy addresses`}
        </Button>
      </BulkBar>
      <ConfirmDialog
        opened={asking === 'lift'}
        title={t`Lift ${lifted}?`}
        confirm={t`Lift ${lifted}`}
        danger
        onConfirm={lift}
        onClose={() => setAsking(undefined)}
      >
        <p>
          <Trans>Their addresses can connect again at once. Jails: {jails}.</Trans>
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'ban'}
        title={t`Ban ${made} again?`}
        confirm={t`Ban ${made}`}
        onConfirm={banAgain}
        onClose={() => setAsking(undefined)}
      >
        <p>
          <Trans>Each in the jail in which it was banned, for the jail’s own time. Jails: {jails}.</Trans>
        </p>
      </ConfirmDialog>
      <AllowDialog
        opened={allowing !== undefined}
        onClose={() => setAllowing(undefined)}
        addresses={allowing ?? allowable}
        banned={active.length > 0}
      />
    </>
  )
}

/** Bans that are over, once for each address, jail and host, unless one of those is in force and selected too. */
export function again(bans: readonly Ban[]): Ban[] {
  const key = (ban: Ban) => `${ban.host} ${ban.jail} ${ban.address}`
  const inForce = new Set(bans.filter((ban) => ban.active).map(key))
  const over = bans.filter((ban) => !ban.active && !inForce.has(key(ban)) && addressKind(ban.address) !== undefined)
  return [...new Map(over.map((ban) => [key(ban), ban])).values()]
}
