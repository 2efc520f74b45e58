import '@/theme/forms'
import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type DraftEdit, draftChanged, editDraft } from '@/api/revisions'
import { asApiError } from '@/lib/problem'
import { PlainButton } from '@/ui/PlainButton'
import { Mend } from '@/ui/StaleBanner'
import { toastDone } from '@/ui/toast'
import type { OptionLine } from './groups'
import classes from './OptionEdit.module.css'
import { useTypeWords } from './useTypeWords'

/** Where changes of the options of a part go. */
export interface EditTarget {
  /** The name of the file, and what it is called in an edit: left out for our own file. */
  name: string
  file?: string
  section: string
}

interface Props {
  host: string
  line: OptionLine
  target: EditTarget
  onClose: () => void
}

/** Changes one option in the draft. What is asked for is sent as it is written: fail2ban's own rules say whether it is right. */
export function OptionEdit({ host, line, target, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [value, setValue] = useState(() => written(line))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const ours = line.set?.value.place?.file === target.name
  const send = async (edit: Pick<DraftEdit, 'op' | 'value'>) => {
    setBusy(true)
    try {
      await editDraft(host, [{ ...edit, file: target.file, section: target.section, option: line.name }])
      draftChanged(client)
      toastDone(t`Kept in your draft`)
      onClose()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send({ op: 'set', value })
  }
  const problem = error === undefined ? undefined : asApiError(error)
  return (
    <form className={classes.form} onSubmit={submit}>
      <Field line={line} value={value} onChange={setValue} />
      <p className={classes.where}>
        <Trans>
          Goes to <code>{target.name}</code>, section [{target.section}]
        </Trans>
      </p>
      {problem && (
        <p className={classes.bad} role="alert">
          {problem.message} <Mend text={problem.mend} />
        </p>
      )}
      <div className={classes.buttons}>
        <PlainButton type="submit" primary disabled={busy}>
          <Trans>Keep in draft</Trans>
        </PlainButton>
        {ours && (
          <PlainButton disabled={busy} onClick={() => void send({ op: 'unset' })}>
            <Trans>Remove from this file</Trans>
          </PlainButton>
        )}
        <PlainButton onClick={onClose}>
          <Trans>Cancel</Trans>
        </PlainButton>
      </div>
    </form>
  )
}

interface FieldProps {
  line: OptionLine
  value: string
  onChange: (value: string) => void
}

function Field({ line: { name, known }, value, onChange }: FieldProps) {
  const label = known?.label || name
  const description = useTypeWords()(known)
  const input = { label, value, autoFocus: true, ...(description && { description }) }
  switch (known?.type) {
    case 'boolean':
      return (
        <NativeSelect
          {...input}
          data={withOwn(['true', 'false'], value)}
          onChange={(e) => onChange(e.currentTarget.value)}
        />
      )
    case 'choice':
      return (
        <NativeSelect
          {...input}
          data={withOwn(known.choices, value)}
          onChange={(e) => onChange(e.currentTarget.value)}
        />
      )
    case 'list':
    case 'addresses':
    case 'paths':
    case 'expressions':
    case 'expression':
    case 'command':
      return (
        <Textarea
          {...input}
          autosize
          minRows={2}
          maxRows={16}
          classNames={{ input: classes.code ?? '' }}
          onChange={(e) => onChange(e.currentTarget.value)}
        />
      )
    default:
      return (
        <TextInput
          {...input}
          placeholder={known?.placeholder}
          classNames={{ input: classes.code ?? '' }}
          onChange={(e) => onChange(e.currentTarget.value)}
        />
      )
  }
}

/** The words to choose from; what is written now stays among them. */
function withOwn(words: readonly string[], value: string): string[] {
  return words.includes(value) ? [...words] : [value, ...words]
}

/** The value as somebody wrote it, with references unresolved, or as fail2ban has it. */
function written({ set, known }: OptionLine): string {
  const text = set?.value.place?.text ?? (set?.value.none ? '' : set?.value.text) ?? ''
  if (known?.type === 'boolean') return /^(1|on|true|yes)$/i.test(text) ? 'true' : 'false'
  return text
}
