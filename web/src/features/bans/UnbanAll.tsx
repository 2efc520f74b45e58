import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ActiveFilters } from '@/api/activeBans'
import { complaint, liftBans } from '@/api/bans'
import { refetchBans } from '@/api/queries'
import { formatCount } from '@/lib/numbers'
import { ApiError } from '@/lib/problem'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { toastDone } from '@/ui/toast'
import type { Guard } from '@/ui/useGuard'
import '@/theme/forms'

/** From here on the number must be typed. */
const many = 25

interface Props {
  filters: ActiveFilters
  total: number
  guard: Guard
}

/** Lifts every ban of the jail and host that are chosen. It asks first, naming the number; a large one must be typed. */
export function UnbanAll({ filters: { host, jail, q }, total, guard }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [opened, setOpened] = useState(false)
  const [typed, setTyped] = useState('')
  const bans = plural(total, { one: '# ban', other: '# bans' })
  const scope = [jail && t`in ${jail}`, host && t`on ${host}`].filter(Boolean).join(' ')
  const lift = async () => {
    if (total > many && typed.replace(/\D/g, '') !== String(total))
      throw new ApiError({ status: 0, code: 'invalid', detail: t`Type the number ${formatCount(total)} to confirm.` })
    const { items, summary } = await liftBans({
      all: true,
      ...(host && { hosts: [host] }),
      ...(jail && { jails: [jail] }),
    })
    void client.invalidateQueries({ queryKey: ['active-bans'] })
    void refetchBans(client)
    const problem = complaint(items, ['unbanned', 'not_banned'])
    if (problem) throw problem
    toastDone(t`${plural(summary['unbanned'] ?? 0, { one: '# ban', other: '# bans' })} lifted`)
  }
  const close = () => {
    setOpened(false)
    setTyped('')
  }
  return (
    <>
      <Button
        variant="default"
        disabled={total === 0 || q !== undefined}
        title={q === undefined ? undefined : t`Clear the search first: this lifts whole jails.`}
        onClick={() => setOpened(true)}
        {...guard.button}
      >
        {jail || host ? t`Unban all ${scope}` : t`Unban all`}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={scope ? t`Lift ${bans} ${scope}?` : t`Lift ${bans}?`}
        confirm={t`Lift ${bans}`}
        danger
        onConfirm={lift}
        onClose={close}
      >
        <p>
          <Trans>
            These addresses can connect again at once. Those that go on will be banned again; bans by hand will not come
            back.
          </Trans>
        </p>
        {total > many && (
          <TextInput
            mt={14}
            label={t`Type ${formatCount(total)} to confirm`}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </ConfirmDialog>
    </>
  )
}
