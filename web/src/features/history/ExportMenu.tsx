import { Trans } from '@lingui/react/macro'
import { Button, type ButtonProps } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { type ComponentProps, lazy, Suspense, useState } from 'react'
import type { HistoryFilters } from '@/api/history'

// Fetched when somebody opens it.
const OpenMenu = lazy(() => import('./ExportMenuOpen').then((m) => ({ default: m.ExportMenuOpen })))

/** Downloads all bans that match, however many. The server writes them as they are read, so nothing is to be waited for. */
export function ExportMenu({ filters }: { filters: HistoryFilters }) {
  const [opened, setOpened] = useState<boolean>()
  const button = <ExportButton aria-expanded={opened ?? false} onClick={() => setOpened(true)} />
  if (opened === undefined) return button
  return (
    <Suspense fallback={button}>
      <OpenMenu filters={filters} opened={opened} onChange={setOpened} />
    </Suspense>
  )
}

/** The button alone; what it is given goes to the element, as a menu's target needs. */
export function ExportButton(props: ButtonProps & ComponentProps<'button'>) {
  return (
    <Button
      {...props}
      variant="default"
      aria-haspopup="menu"
      leftSection={<IconDownload size={16} stroke={1.7} aria-hidden="true" />}
    >
      <Trans>Export</Trans>
    </Button>
  )
}
