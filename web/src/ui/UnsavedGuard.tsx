import { Trans, useLingui } from '@lingui/react/macro'
import { useBlocker } from '@tanstack/react-router'
import { ConfirmDialog } from './ConfirmDialog'

interface Props {
  /** What is not kept yet, by name; undefined if everything is kept. */
  unsaved: string | undefined
  /** Whether what was typed is still there after a step to this address. */
  stays: (to: { fullPath: string; params: object; search: object }) => boolean
}

/** Asks before a page is left on which something was typed that is not kept. The browser asks itself before its window is closed. */
export function UnsavedGuard({ unsaved, stays }: Props) {
  const { t } = useLingui()
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) => unsaved !== undefined && !stays(next),
    enableBeforeUnload: unsaved !== undefined,
    disabled: unsaved === undefined,
    withResolver: true,
  })
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t`Leave ${unsaved ?? ''} without keeping it?`}
      confirm={t`Leave and forget`}
      keep={t`Stay`}
      danger
      onConfirm={() => blocker.proceed?.()}
    >
      <p>
        <Trans>What you typed is not in your draft yet, and is forgotten if you leave.</Trans>
      </p>
    </ConfirmDialog>
  )
}
