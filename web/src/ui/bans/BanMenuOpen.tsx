import { Trans } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconBan, IconCopy, IconInfoCircle, IconLockOpen, IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { Ban } from '@/api/types'
import { splitNetwork } from '@/lib/address'
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
  const navigate = useNavigate()
  const { address, prefix } = splitNetwork(ban.address)
  const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const
  return (
    <Menu.Dropdown>
      <Menu.Item leftSection={<IconInfoCircle {...icon} />} onClick={() => actions.show(ban)}>
        <Trans>Why it is banned</Trans>
      </Menu.Item>
      <Menu.Item
        leftSection={<IconSearch {...icon} />}
        onClick={() => void navigate({ to: '/addresses/$address', params: { address }, search: { prefix } })}
      >
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
