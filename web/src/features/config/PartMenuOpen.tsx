import { Trans } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { IconCopy, IconFlask, IconPlug, IconPlus, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ConfigPart } from '@/api/types'
import { isProgram, ownFileOf } from './ours'
import type { DialogName } from './PartDialogs'
import { PartMenuButton } from './PartMenu'

interface Props {
  host: string
  part: ConfigPart
  opened: boolean
  onChange: (opened: boolean) => void
  onChoose: (dialog: DialogName) => void
}

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const

/** The menu of a PartMenu with its button. */
export function PartMenuOpen({ host, part, opened, onChange, onChoose }: Props) {
  const navigate = useNavigate()
  const tryLines = () =>
    void navigate({
      to: '/configuration/workbench',
      search: part.kind === 'jail' ? { host, jail: part.name } : { host, filter: part.name },
    })
  return (
    <Menu
      opened={opened}
      onChange={onChange}
      position="bottom-end"
      withInitialFocusPlaceholder={false}
      portalProps={{ target: '#main' }}
    >
      <Menu.Target>
        <PartMenuButton name={part.name} aria-expanded={opened} />
      </Menu.Target>
      <Menu.Dropdown>
        {part.kind !== 'action' && (
          <Menu.Item leftSection={<IconFlask {...icon} />} onClick={tryLines}>
            <Trans>Try it on lines</Trans>
          </Menu.Item>
        )}
        {part.kind === 'filter' && (
          <Menu.Item leftSection={<IconPlus {...icon} />} onClick={() => onChoose('jail')}>
            <Trans>New jail with it…</Trans>
          </Menu.Item>
        )}
        {part.kind !== 'jail' && (
          <Menu.Item leftSection={<IconPlug {...icon} />} onClick={() => onChoose('assign')}>
            <Trans>Use it in a jail…</Trans>
          </Menu.Item>
        )}
        {!isProgram(part) && (
          <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => onChoose('copy')}>
            <Trans>Copy…</Trans>
          </Menu.Item>
        )}
        {ownFileOf(part) !== undefined && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconTrash {...icon} />} onClick={() => onChoose('remove')}>
              {part.ours ? <Trans>Delete…</Trans> : <Trans>Remove our settings…</Trans>}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
