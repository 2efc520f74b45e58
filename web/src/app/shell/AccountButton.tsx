import { ActionIcon } from '@mantine/core'
import { IconUserCircle } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'

const Menu = lazy(() => import('@/features/session/AccountMenu').then((m) => ({ default: m.AccountMenu })))

/** The account menu; its button stands at once and its code follows the first paint. */
export function AccountMenu() {
  const place = (
    <ActionIcon aria-hidden="true" tabIndex={-1}>
      <IconUserCircle size={21} stroke={1.6} />
    </ActionIcon>
  )
  return (
    <Suspense fallback={place}>
      <Menu />
    </Suspense>
  )
}
