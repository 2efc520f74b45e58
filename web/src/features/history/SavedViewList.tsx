import { Trans, useLingui } from '@lingui/react/macro'
import '@/theme/forms'
import { Button, FocusTrap, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { type SavedView, withoutView, withView } from '@/lib/savedViews'
import { filterChips } from '@/ui/filters/words'
import classes from './history.module.css'
import type { HistorySearch } from './search'

interface Props {
  views: readonly SavedView<HistorySearch>[]
  /** What is filtered by now. */
  search: HistorySearch
  onChange: (views: readonly SavedView<HistorySearch>[]) => void
  onOpen: (search: HistorySearch) => void
}

/** The saved views, each to be opened and removed, and a field to save what is shown now. */
export function SavedViewList({ views, search, onChange, onOpen }: Props) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const taken = views.some((view) => view.name === name.trim())
  const save = (event: FormEvent) => {
    event.preventDefault()
    // A view is of filters, not of a place in the list.
    onChange(withView(views, name, { ...search, at: undefined }))
    setName('')
  }
  return (
    <FocusTrap>
      <div className={classes.views}>
        {views.length > 0 && (
          <ul aria-label={t`Saved views`}>
            {views.map((view) => (
              <li key={view.name}>
                <button type="button" className={classes.view} onClick={() => onOpen(view.search)}>
                  <span>{view.name}</span>
                  <span className="note">
                    <Summary search={view.search} />
                  </span>
                </button>
                <button
                  type="button"
                  className={classes.remove}
                  aria-label={t`Remove the view ${view.name}`}
                  onClick={() => onChange(withoutView(views, view.name))}
                >
                  <IconX size={15} aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
        )}
        <form onSubmit={save}>
          <TextInput
            data-autofocus
            label={t`Save these filters as`}
            placeholder={t`A name`}
            maxLength={60}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name.trim() === ''}>
            {taken ? <Trans>Replace</Trans> : <Trans>Save</Trans>}
          </Button>
        </form>
        <p className="note">
          <Trans>They stay in this browser. To share one, copy the address of the page.</Trans>
        </p>
      </div>
    </FocusTrap>
  )
}

/** What it is narrowed to, in words. */
function Summary({ search }: { search: HistorySearch }) {
  const { t } = useLingui()
  const chips = filterChips(search, t).map((chip) => chip.label)
  return chips.length > 0 ? chips.join(' · ') : t`no filters`
}
