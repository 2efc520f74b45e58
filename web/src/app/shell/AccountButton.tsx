import { useLingui } from '@lingui/react/macro'
import { IconUserCircle } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { IconButton } from '@/ui/IconButton'
import classes from './TopBar.module.css'

const load = () => import('@/features/session/AccountMenu')
const Menu = lazy(() => load().then((m) => ({ default: m.AccountMenu })))

/** The account menu; its code comes with its first use. */
export function AccountMenu() {
  const { t } = useLingui()
  const [opened, setOpened] = useState<boolean>()
  const button = (
    <IconButton
      className={classes.touch}
      aria-label={t`Account`}
      aria-haspopup="menu"
      aria-expanded={opened ?? false}
      onPointerEnter={() => void load()}
      onClick={() => setOpened(true)}
    >
      <IconUserCircle size={21} stroke={1.6} />
    </IconButton>
  )
  if (opened === undefined) return button
  return (
    <Suspense fallback={button}>
      <Menu opened={opened} onChange={setOpened} />
    </Suspense>
  )
}
