import { lazy } from 'react'
import { Brand } from '@/ui/Brand'
import { OnFirstUse } from '@/ui/OnFirstUse'
import { usePhone } from '@/ui/usePhone'
import { Nav } from './Nav'
import classes from './Sidebar.module.css'

const PhoneMenu = lazy(() => import('./PhoneMenu').then((m) => ({ default: m.PhoneMenu })))

/** The left bar; a drawer on a phone. */
export function Sidebar({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  if (usePhone()) return <OnFirstUse component={PhoneMenu} props={{ opened, onClose }} />
  return (
    <aside className={classes.bar}>
      <Brand />
      <Nav />
    </aside>
  )
}
