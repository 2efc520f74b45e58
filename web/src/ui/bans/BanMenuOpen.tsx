import { Trans } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconBan, IconCopy, IconLockOpen, IconSearch } from '@tabler/icons-react'
import type { Ban } from '@/api/types'
import { MenuButton } from './BanMenu'
import type { BanActions } from './useBanActions'

interface Props {
  ban: Ban
  actions: BanActions
  opened: boolean
  onChange: (opened: boolean) => void
}

/** The menu of a BanMenu with its button. */
export function BanMenuOpen({ ban, actions, opened, onChange }: Props) {
  return (
    <Menu
      opened={opened}
      onChange={onChange}
      position="bottom-end"
      width={210}
      withInitialFocusPlaceholder={false}
      portalProps={{ target: '#main' }}
    >
      <Menu.Target>
        <MenuButton address={ban.address} aria-expanded={opened} />
      </Menu.Target>
      <Items ban={ban} actions={actions} />
    </Menu>
  )
}

function Items({ ban, actions }: { ban: Ban; actions: BanActions }) {
  const { copy } = useClipboard()
  const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const
  return (
    <Menu.Dropdown>
      <Menu.Item leftSection={<IconSearch {...icon} />} onClick={() => actions.show(ban)}>
        <Trans>Look up</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => copy(ban.address)}>
        <Trans>Copy address</Trans>
      </Menu.Item>
      <Menu.Divider />
      {ban.active && (
        <Menu.Item
          leftSection={<IconLockOpen {...icon} />}
          onClick={() => actions.unban(ban)}
          {...actions.guard.button}
        >
          <Trans>Unban</Trans>
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconBan {...icon} />} onClick={() => actions.ban(ban.address)} {...actions.guard.button}>
        <Trans>Ban elsewhere…</Trans>
      </Menu.Item>
    </Menu.Dropdown>
  )
}
