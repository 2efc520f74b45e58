import { Trans, useLingui } from '@lingui/react/macro'
import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { Allowed } from '@/api/types'
import '@/theme/forms'
import type { AllowProps } from './AllowDialog'
import { AllowForm } from './AllowForm'
import { AllowResults } from './AllowResults'

/** The window of an AllowDialog: for how long, where and why; then what was done where. */
export function AllowModal({ opened, onClose, addresses, banned }: AllowProps) {
  const { t } = useLingui()
  const [allowed, setAllowed] = useState<Allowed>()
  const close = () => {
    setAllowed(undefined)
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      size={540}
      title={banned ? <Trans>Lift and put on the allow list</Trans> : <Trans>Put on the allow list</Trans>}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {allowed ? (
        <AllowResults allowed={allowed} onClose={close} />
      ) : (
        <AllowForm addresses={addresses} banned={banned} onAllowed={setAllowed} onCancel={close} />
      )}
    </Modal>
  )
}
