import { plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { JailStatus } from '@/api/types'
import { LazyConfirmDialog } from '@/ui/LazyConfirmDialog'

interface Props {
  jail: JailStatus
  opened: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks before a jail is stopped, as that lifts its bans. */
export function StopDialog({ jail, opened, onConfirm, onClose }: Props) {
  const { t } = useLingui()
  const { name, host, banned_now: bans } = jail
  return (
    <LazyConfirmDialog
      opened={opened}
      danger
      title={t`Stop jail ${name} on ${host}?`}
      confirm={bans > 0 ? t`Stop ${name} and lift ${plural(bans, { one: '# ban', other: '# bans' })}` : t`Stop ${name}`}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>
        {bans > 0 && (
          <>
            <strong>
              <Plural value={bans} one="# ban is lifted at once." other="# bans are lifted at once." />
            </strong>{' '}
          </>
        )}
        <Trans>The jail watches and bans nobody until it is started again.</Trans>
      </p>
    </LazyConfirmDialog>
  )
}
