import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react'
import type { JailStatus } from '@/api/types'
import { useHindrance } from './useHindrance'
import { useJailControl, useJailState, usePendingAction } from './useJailControl'

/** What else can be done with a jail from the list: pause, resume, reload. */
export function JailMenu({ jail, reachable }: { jail: JailStatus; reachable: boolean }) {
  const { t } = useLingui()
  const key = { host: jail.host, jail: jail.name }
  const control = useJailControl(key)
  const state = useJailState(jail)
  const busy = usePendingAction(key) !== undefined
  const hindrance = useHindrance('jails.control', reachable)
  const stopped = state === 'stopped'
  return (
    <Menu position="bottom-end" disabled={hindrance !== undefined} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon
          size={24}
          loading={busy}
          disabled={hindrance !== undefined}
          title={hindrance}
          aria-label={t`More for jail ${jail.name}`}
        >
          <IconDots size={16} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {state === 'idle' ? (
          <Menu.Item leftSection={<IconPlayerPlay size={16} stroke={1.6} />} onClick={() => control('resume')}>
            <Trans>Resume</Trans>
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<IconPlayerPause size={16} stroke={1.6} />}
            disabled={stopped}
            onClick={() => control('idle')}
          >
            <Trans>Make idle</Trans>
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconRefresh size={16} stroke={1.6} />}
          disabled={stopped}
          onClick={() => control('reload')}
        >
          <Trans>Reload</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
