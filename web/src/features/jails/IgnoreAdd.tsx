import { Trans, useLingui } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { asApiError } from '@/lib/problem'
import classes from './IgnoreTab.module.css'
import { entryKind, splitEntries } from './ignoreEntry'

interface Props {
  /** What the list has already. */
  known: readonly string[]
  disabled: boolean
  onAdd: (entries: string[]) => Promise<unknown>
}

/** Adds one entry, or several that are pasted at once. What is refused stays in the field, with the reason. */
export function IgnoreAdd({ known, disabled, onAdd }: Props) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const entries = splitEntries(text)
    const bad = entries.find((entry) => entryKind(entry) === undefined)
    const fresh = entries.filter((entry) => !known.includes(entry))
    if (entries.length === 0) return setError(t`Type an address, a network or a host name.`)
    if (bad !== undefined) return setError(t`“${bad}” is no address, network or host name.`)
    if (fresh.length === 0) return setError(t`The list has this already.`)
    setBusy(true)
    try {
      await onAdd(fresh)
      setText('')
      setError(undefined)
    } catch (thrown) {
      setError(refusal(thrown, fresh))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={classes.add} onSubmit={submit} noValidate>
      <TextInput
        className={classes.field}
        aria-label={t`Address, network or host name`}
        placeholder={t`Address, network or host name`}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setError(undefined)
        }}
        error={error}
        disabled={disabled}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
      />
      <Button type="submit" loading={busy} disabled={disabled}>
        <Trans>Add</Trans>
      </Button>
    </form>
  )
}

/** The server's words, with the entry that they are about. */
function refusal(thrown: unknown, entries: readonly string[]): string {
  const error = asApiError(thrown)
  const [location, message] = Object.entries(error.formErrors())[0] ?? []
  const entry = entries[Number(location?.match(/^add_ignore\[(\d+)\]$/)?.[1])]
  if (message === undefined) return [error.message, error.mend].filter(Boolean).join(' ')
  return entry === undefined ? message : `${entry}: ${message}`
}
