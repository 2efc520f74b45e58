import { useLingui } from '@lingui/react/macro'
import { Drawer } from '@mantine/core'
import { Brand } from '@/ui/Brand'
import { Nav } from './Nav'
import type { OverlayProps } from './overlays'
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
      closeButtonProps={{ 'aria-label': t`Close menu`, size: 44, mr: 8 }}
      classNames={{ header: classes.drawerHead ?? '' }}
    >
      <Nav onNavigate={onClose} />
    </Drawer>
  )
}
