import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Popover } from '@mantine/core'
import { IconBookmark } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { recallViews, rememberViews, type SavedView } from '@/lib/savedViews'
import { type HistorySearch, historySearch } from './search'

// Fetched when somebody opens it.
const SavedViewList = lazy(() => import('./SavedViewList').then((m) => ({ default: m.SavedViewList })))

const key = 'bangui.history.views'

interface Props {
  search: HistorySearch
  onOpen: (search: HistorySearch) => void
}

/** Sets of filters that this browser keeps under names. */
export function SavedViews({ search, onOpen }: Props) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  const [views, setViews] = useState<readonly SavedView<HistorySearch>[]>(() => recallViews(key, historySearch))
  const change = (next: readonly SavedView<HistorySearch>[]) => {
    setViews(next)
    rememberViews(key, next)
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" returnFocus withRoles={false} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconBookmark size={16} stroke={1.7} aria-hidden="true" />}
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <Trans>Views</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t`Saved views`}>
        <Suspense fallback={null}>
          <SavedViewList
            views={views}
            search={search}
            onChange={change}
            onOpen={(chosen) => {
              setOpened(false)
              onOpen(chosen)
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
