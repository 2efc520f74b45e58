import { lazy, Suspense } from 'react'
import { Brand } from '@/ui/Brand'
import { usePhone } from '@/ui/usePhone'
import { Nav } from './Nav'
import classes from './Sidebar.module.css'

const PhoneMenu = lazy(() => import('./PhoneMenu').then((m) => ({ default: m.PhoneMenu })))

/** The left bar; a drawer on a phone. */
export function Sidebar({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  if (usePhone()) {
    return (
      <Suspense fallback={null}>
        <PhoneMenu opened={opened} onClose={onClose} />
      </Suspense>
    )
  }
  return (
    <aside className={classes.bar}>
      <Brand />
      <Nav />
    </aside>
  )
}
