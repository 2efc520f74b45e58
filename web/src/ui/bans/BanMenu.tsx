import { Trans, useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconBan, IconCopy, IconDots, IconLockOpen, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { Ban } from '@/api/types'
import classes from './bans.module.css'
import type { BanActions } from './useBanActions'

/** The "…" at the end of a row. The menu is made when it is first opened: a table has many of these. */
export function BanMenu({ ban, actions }: { ban: Ban; actions: BanActions }) {
  const { t } = useLingui()
  const [opened, setOpened] = useState<boolean>()
  const button = (
    <button
      type="button"
      className={classes.menuButton}
      aria-label={t`What to do with ${ban.address}`}
      aria-haspopup="menu"
      aria-expanded={opened ?? false}
      onClick={opened === undefined ? () => setOpened(true) : undefined}
    >
      <IconDots size={16} aria-hidden="true" />
    </button>
  )
  if (opened === undefined) return button
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={210}
      withInitialFocusPlaceholder={false}
      portalProps={{ target: '#main' }}
    >
      <Menu.Target>{button}</Menu.Target>
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
