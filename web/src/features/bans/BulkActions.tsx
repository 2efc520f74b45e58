import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useState } from 'react'
import type { Ban } from '@/api/types'
import { BulkBar } from '@/ui/BulkBar'
import { useUnban } from '@/ui/bans/useUnban'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { toastError } from '@/ui/toast'

interface Props {
  /** The bans that are selected. */
  bans: readonly Ban[]
  onClear: () => void
}

/** What can be done with the selected bans. Lifting more than one asks first. */
export function BulkActions({ bans, onClear }: Props) {
  const { t } = useLingui()
  const unban = useUnban()
  const { copy, copied } = useClipboard({ timeout: 1500 })
  const [asking, setAsking] = useState(false)
  const words = plural(bans.length, { one: '# ban', other: '# bans' })
  const lift = async () => {
    await unban(bans)
    onClear()
  }
  const jails = [...new Set(bans.map((ban) => ban.jail))].join(', ')
  return (
    <>
      <BulkBar count={bans.length} onClear={onClear}>
        <Button
          size="xs"
          color="bad"
          onClick={() => (bans.length > 1 ? setAsking(true) : void lift().catch(toastError))}
        >
          <Trans>Lift {words}</Trans>
        </Button>
        <Button size="xs" variant="default" onClick={() => copy(bans.map((ban) => ban.address).join('\n'))}>
          {copied ? t`Copied` : t`Copy addresses`}
        </Button>
      </BulkBar>
      <ConfirmDialog
        opened={asking}
        title={t`Lift ${words}?`}
        confirm={t`Lift ${words}`}
        danger
        onConfirm={lift}
        onClose={() => setAsking(false)}
      >
        <p>
          <Trans>Their addresses can connect again at once. Jails: {jails}.</Trans>
        </p>
      </ConfirmDialog>
    </>
  )
}
