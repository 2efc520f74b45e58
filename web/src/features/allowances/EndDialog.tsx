import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { allowAgain, allowancesChanged, endAllowance } from '@/api/allowances'
import type { Allowance } from '@/api/types'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { toastDone, toastUndo } from '@/ui/toast'
import { useExactTime } from '@/ui/zone'

/** Asks before an allowance ends early; for eight seconds it can be taken back. */
export function EndDialog({ one, onClose }: { one: Allowance | undefined; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const exact = useExactTime()
  const [last, setLast] = useState(one)
  if (one && one !== last) setLast(one)
  if (!last) return null
  const end = async () => {
    const { results } = await endAllowance(last.id).finally(() => allowancesChanged(client))
    const away = [...new Set(results.filter((r) => r.outcome === 'pending').map((r) => r.host))]
    const message =
      away.length === 0
        ? t`${last.address} is no longer allowed`
        : t`${last.address} is no longer allowed; on ${away.join(', ')} as soon as it answers`
    toastUndo(message, async () => {
      await allowAgain(last).finally(() => allowancesChanged(client))
      toastDone(t`${last.address} is allowed again`)
    })
  }
  return (
    <ConfirmDialog
      opened={one !== undefined}
      onClose={onClose}
      title={t`End the allowance of ${last.address}?`}
      confirm={t`End allowance`}
      danger
      onConfirm={end}
    >
      <p>
        {last.until === null ? <Trans>It has no end.</Trans> : <Trans>It would last until {exact(last.until)}.</Trans>}{' '}
        <Trans>
          Jails count its failures again and may ban it; what fail2ban’s configuration ignores stays ignored.
        </Trans>{' '}
        {last.jails.length === 0 && <Trans>If a block list has it, it is blocked again at once.</Trans>}
      </p>
    </ConfirmDialog>
  )
}
