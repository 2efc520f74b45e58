import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeMode, type EnforceMode, enforcementChanged } from '@/api/enforcement'
import type { Enforcement } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { toastDone } from '@/ui/toast'
import { importJail, modes, mostInJail, totalsOf } from './stands'

interface Props {
  host: Enforcement
  /** How it is to block from now on; undefined while nobody asks. */
  mode: EnforceMode | undefined
  onClose: () => void
}

/** Asks before a host blocks in another way, and says what follows. */
export function ModeDialog({ host, mode, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [last, setLast] = useState(mode)
  if (mode && mode !== last) setLast(mode)
  if (!last) return null
  const titles: Record<EnforceMode, [title: string, confirm: string]> = {
    kernel: [t`Block lists in the kernel of ${host.host}?`, t`Block in the kernel`],
    jail: [t`Ban what lists have by a jail on ${host.host}?`, t`Use the jail`],
    off: [t`Stop blocking lists on ${host.host}?`, t`Stop blocking`],
  }
  const [title, confirm] = titles[last]
  const change = async () => {
    await changeMode(host.host, last).finally(() => enforcementChanged(client))
    toastDone(`${host.host}: ${t(modes[last])}`)
  }
  return (
    <ConfirmDialog
      opened={mode !== undefined}
      onClose={onClose}
      title={title}
      confirm={confirm}
      danger={last === 'off'}
      onConfirm={change}
    >
      <Follows host={host} mode={last} />
    </ConfirmDialog>
  )
}

/** What a mode brings, and what the one before leaves. */
function Follows({ host, mode }: { host: Enforcement; mode: EnforceMode }) {
  const { t } = useLingui()
  const { entries, packets } = totalsOf(host.lists)
  const banned = host.jail?.banned ?? 0
  return (
    <>
      <p>
        {mode === 'kernel' && (
          <Trans>
            Within seconds, packets from all that the lists have are dropped before fail2ban and services see them; also
            after a boot, and while BanGUI does not run. What is protected or on the allow list is let through.
          </Trans>
        )}
        {mode === 'jail' && (
          <Trans>
            The jail {importJail} bans what the lists have, 25 at a time, which takes minutes: {formatCount(mostInJail)}{' '}
            addresses and networks at most, by the priority of the lists. fail2ban needs that jail, and minutes for it
            at each restart.
          </Trans>
        )}
        {mode === 'off' && (
          <Trans>
            Whoever is blocked only because of a list gets through again. Lists are imported as before, and other hosts
            go on blocking. fail2ban’s own bans stay.
          </Trans>
        )}
      </p>
      {host.armed && mode !== 'kernel' && entries > 0 && (
        <p>
          {t`${plural(entries, { one: '# entry is', other: '# entries are' })} taken out of its kernel, and with them the counters of this host (${formatCount(packets)}).`}
        </p>
      )}
      {mode !== 'jail' && banned > 0 && (
        <p>{t`${plural(banned, { one: '# ban', other: '# bans' })} of the jail ${importJail} will be lifted.`}</p>
      )}
    </>
  )
}
