import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Input.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './palette.css'
import { useLingui } from '@lingui/react/macro'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { OverlayProps } from '@/ui/OnFirstUse'
import { useCommands } from './useCommands'

const [store, spotlight] = createSpotlight()

/** The command palette: pages, jails, hosts, what can be done with an address, and the account. */
export function PaletteDialog({ opened, onClose, onHelp }: OverlayProps & { onHelp: () => void }) {
  const { t } = useLingui()
  const [query, setQuery] = useState('')
  const groups = useCommands(query, onHelp)
  useEffect(() => {
    if (opened) spotlight.open()
    else spotlight.close()
  }, [opened])
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      clearQueryOnClose
      scrollable
      maxHeight="min(440px, calc(91dvh - 130px))"
      centered={false}
      yOffset="9vh"
      overlayProps={{ backgroundOpacity: 0.5, blur: 0 }}
      transitionProps={{ duration: 120 }}
      attributes={{ content: { 'aria-label': t`Search or run a command` } }}
    >
      <Spotlight.Search
        placeholder={t`Page, jail, host or address`}
        aria-label={t`Page, jail, host or address`}
        leftSection={<IconSearch size={18} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.title} label={group.title}>
            {group.commands.map((command) => (
              <Spotlight.Action
                key={command.id}
                label={command.label}
                description={command.note}
                leftSection={<command.icon size={18} stroke={1.6} aria-hidden="true" />}
                rightSection={command.keys && <kbd>{command.keys}</kbd>}
                onClick={command.run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>{t`Nothing has this name.`}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
