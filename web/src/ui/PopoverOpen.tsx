import { Popover } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'

interface Props {
  opened: boolean
  onClose: () => void
  dialog: string
  position: 'bottom-start' | 'bottom-end'
  target: ReactElement
  children: ReactNode
}

/** The dialog of a PopoverButton with its button. */
export function PopoverOpen({ opened, onClose, dialog, position, target, children }: Props) {
  return (
    <Popover opened={opened} onChange={(open) => !open && onClose()} position={position} withRoles={false}>
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={dialog}>
        {children}
      </Popover.Dropdown>
    </Popover>
  )
}
