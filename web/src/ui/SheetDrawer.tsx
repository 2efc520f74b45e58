import { useLingui } from '@lingui/react/macro'
import { Drawer } from '@mantine/core'
import type { SheetProps } from './Sheet'
import { usePhone } from './usePhone'

/** The drawer of a Sheet. */
export function SheetDrawer({ opened, onClose, title, children }: SheetProps) {
  const { t } = useLingui()
  const phone = usePhone()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position={phone ? 'bottom' : 'right'}
      size={phone ? 'auto' : 440}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {children}
    </Drawer>
  )
}
