import { Trans } from '@lingui/react/macro'
import { Button, Group, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { asApiError } from '@/lib/problem'
import { Banner } from './Banner'

interface Props {
  opened: boolean
  /** A question that names the object and the number: "Lift 1,284 bans on web-1?" */
  title: string
  /** The verb with its object: "Lift 1,284 bans", never "OK". */
  confirm: string
  /** True for what takes protection away or loses something. */
  danger?: boolean
  /** What will follow. */
  children?: ReactNode
  onConfirm: () => Promise<unknown> | unknown
  onClose: () => void
}

/** Asks before something dangerous. Stays open with the reason if it fails; closes when it is done. */
export function ConfirmDialog({ opened, title, confirm, danger, children, onConfirm, onClose }: Props) {
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
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      {children}
      {error !== undefined && <Banner tone="bad">{asApiError(error).message}</Banner>}
      <Group justify="flex-end" gap={8} mt={20}>
        <Button variant="default" onClick={close} disabled={busy} data-autofocus={danger || undefined}>
          <Trans>Cancel</Trans>
        </Button>
        <Button color={danger ? 'bad' : undefined} loading={busy} onClick={run}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  )
}
