import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ComponentProps, lazy, Suspense, useState } from 'react'
import type { JailStatus } from '@/api/types'
import { useHindrance } from './useHindrance'
import { usePendingAction } from './useJailControl'

const OpenMenu = lazy(() => import('./JailMenuOpen').then((m) => ({ default: m.JailMenuOpen })))

interface Props {
  jail: JailStatus
  reachable: boolean
}

/** What else can be done with a jail from the list: pause, resume, reload. The menu is fetched when it is first opened. */
export function JailMenu({ jail, reachable }: Props) {
  const [opened, setOpened] = useState<boolean>()
  const button = <JailMenuButton jail={jail} reachable={reachable} onClick={() => setOpened(true)} />
  if (opened === undefined) return button
  return (
    <Suspense fallback={button}>
      <OpenMenu jail={jail} reachable={reachable} opened={opened} onChange={setOpened} />
    </Suspense>
  )
}

/** The button alone; it waits while an order is under way and says why it cannot be used. */
export function JailMenuButton({
  jail,
  reachable,
  ...rest
}: Props & Omit<ComponentProps<'button'>, 'color' | 'style'>) {
  const { t } = useLingui()
  const busy = usePendingAction({ host: jail.host, jail: jail.name }) !== undefined
  const hindrance = useHindrance('jails.control', reachable)
  return (
    <ActionIcon
      aria-haspopup="menu"
      {...rest}
      size={24}
      loading={busy}
      disabled={hindrance !== undefined}
      title={hindrance}
      aria-label={t`More for jail ${jail.name}`}
    >
      <IconDots size={16} stroke={1.7} />
    </ActionIcon>
  )
}
