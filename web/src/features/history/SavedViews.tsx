import { Trans, useLingui } from '@lingui/react/macro'
import { IconBookmark } from '@tabler/icons-react'
import { lazy, useState } from 'react'
import { recallViews, rememberViews, type SavedView } from '@/lib/savedViews'
import { PopoverButton } from '@/ui/PopoverButton'
import classes from './history.module.css'
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
  const [views, setViews] = useState<readonly SavedView<HistorySearch>[]>(() => recallViews(key, historySearch))
  const change = (next: readonly SavedView<HistorySearch>[]) => {
    setViews(next)
    rememberViews(key, next)
  }
  return (
    <PopoverButton
      className={classes.tool}
      dialog={t`Saved views`}
      position="bottom-end"
      content={(close) => (
        <SavedViewList
          views={views}
          search={search}
          onChange={change}
          onOpen={(chosen) => {
            close()
            onOpen(chosen)
          }}
        />
      )}
    >
      <IconBookmark size={16} stroke={1.7} aria-hidden="true" />
      <Trans>Views</Trans>
    </PopoverButton>
  )
}
