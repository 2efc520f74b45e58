import { useLingui } from '@lingui/react/macro'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import classes from './SearchField.module.css'

interface Props {
  label: string
  placeholder: string
  /** What is searched for now, from the URL. */
  value: string
  /** Told 250 ms after the last key, and at once when the field is emptied. */
  onSearch: (text: string) => void
}

const debounceMs = 250

/** The filter of a list: `/` puts the cursor in, Escape empties it. */
export function SearchField({ label, placeholder, value, onSearch }: Props) {
  const { t } = useLingui()
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(value)
  useEffect(() => {
    if (value !== sent.current) setText(value)
    sent.current = value
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const change = (next: string, wait: number) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      sent.current = next.trim()
      onSearch(next.trim())
    }, wait)
  }
  return (
    <div className={classes.field}>
      <IconSearch size={16} stroke={1.7} aria-hidden="true" />
      <input
        type="text"
        inputMode="search"
        autoComplete="off"
        spellCheck={false}
        data-filter
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => change(event.currentTarget.value, debounceMs)}
        onKeyDown={(event) => event.key === 'Escape' && text !== '' && change('', 0)}
      />
      {text === '' ? (
        <kbd>/</kbd>
      ) : (
        <button type="button" aria-label={t`Empty the search`} onClick={() => change('', 0)}>
          <IconX size={15} aria-hidden="true" />
        </button>
      )}
    </div>
  )
}
