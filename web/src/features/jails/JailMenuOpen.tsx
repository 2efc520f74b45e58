import { Trans } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react'
import type { JailStatus } from '@/api/types'
import { JailMenuButton } from './JailMenu'
import { useJailControl, useJailState } from './useJailControl'

interface Props {
  jail: JailStatus
  reachable: boolean
  opened: boolean
  onChange: (opened: boolean) => void
}

/** The menu of a JailMenu with its button. */
export function JailMenuOpen({ jail, reachable, opened, onChange }: Props) {
  const control = useJailControl({ host: jail.host, jail: jail.name })
  const state = useJailState(jail)
  const stopped = state === 'stopped'
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <JailMenuButton jail={jail} reachable={reachable} />
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
