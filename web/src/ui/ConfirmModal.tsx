import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Modal } from '@mantine/core'
import { useState } from 'react'
import { asApiError } from '@/lib/problem'
import { Banner } from './Banner'
import type { ConfirmProps } from './ConfirmDialog'

/** The window of a ConfirmDialog. Stays open with the reason if it fails; closes when it is done. */
export function ConfirmModal({ opened, title, confirm, keep, danger, children, onConfirm, onClose }: ConfirmProps) {
  const { t } = useLingui()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const close = () => {
    setError(undefined)
    onClose()
  }
  const run = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await onConfirm()
      close()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': t`Close` }}>
      {children}
      {error !== undefined && <Banner tone="bad">{asApiError(error).message}</Banner>}
      <Group justify="flex-end" gap={8} mt={20}>
        <Button variant="default" onClick={close} disabled={busy} data-autofocus={danger || undefined}>
          {keep ?? <Trans>Cancel</Trans>}
        </Button>
        <Button color={danger ? 'bad' : undefined} loading={busy} onClick={run}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  )
}
