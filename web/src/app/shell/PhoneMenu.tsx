import { useLingui } from '@lingui/react/macro'
import { Drawer } from '@mantine/core'
import { Brand } from '@/ui/Brand'
import type { OverlayProps } from '@/ui/OnFirstUse'
import { Nav } from './Nav'
import classes from './Sidebar.module.css'

/** The pages in a drawer from the side. */
export function PhoneMenu({ opened, onClose }: OverlayProps) {
  const { t } = useLingui()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={272}
      padding={0}
      title={<Brand />}
      closeButtonProps={{ 'aria-label': t`Close menu`, size: 44, iconSize: 20, mr: 8 }}
      classNames={{ header: classes.drawerHead ?? '' }}
    >
      <Nav onNavigate={onClose} />
    </Drawer>
  )
}
