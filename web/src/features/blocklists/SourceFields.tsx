import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import classes from './blocklists.module.css'
import type { FieldsProps } from './ListForm'
import { TextField } from './TextField'
import { formatWords } from './words'

const kinds = ['auto', 'plain', 'netset', 'ranges', 'csv', 'tsv', 'jsonl', 'json'] as const

/** Where a list is, and how it is read: what a preview depends on. */
export function SourceFields({ fields, onChange, faults, missing }: FieldsProps) {
  const { t } = useLingui()
  const unset = t`It cannot be left empty.`
  const privateFault = Object.entries(faults).find(([name]) => name.startsWith('allow_private'))?.[1]
  return (
    <>
      <TextInput
        label={t`Name`}
        description={t`As it is called here and on the pages of addresses.`}
        value={fields.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={faults['name'] ?? (missing.has('name') && unset)}
        maxLength={100}
        required
      />
      {fields.fetched ? (
        <TextInput
          label={t`Address`}
          description={t`Where the list is, with https:// or http://. What follows a ? is shown to administrators only.`}
          classNames={{ input: classes.mono ?? '' }}
          value={fields.url}
          onChange={(event) => onChange({ url: event.currentTarget.value })}
          error={faults['url'] ?? (missing.has('url') && unset)}
          maxLength={2000}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          inputMode="url"
          required
        />
      ) : (
        <TextField
          value={fields}
          onChange={onChange}
          error={faults['text'] ?? (missing.has('text') ? t`Paste the list, or choose a file.` : undefined)}
        />
      )}
      <FormatFields fields={fields} onChange={onChange} faults={faults} />
      <Checkbox
        label={t`Block wide networks, too`}
        description={t`Networks wider than /8, or /19 for IPv6, are left out unless you say yes. Networks of all addresses always are.`}
        checked={fields.allowWide}
        onChange={(event) => onChange({ allowWide: event.currentTarget.checked })}
      />
      {fields.fetched && (
        <TextInput
          label={t`Private addresses of its server`}
          description={
            <Trans>
              A list is fetched from public addresses only. If its server is in your own network, name its address or
              network here, such as 10.0.0.5.
            </Trans>
          }
          classNames={{ input: classes.mono ?? '' }}
          value={fields.allowPrivate}
          onChange={(event) => onChange({ allowPrivate: event.currentTarget.value })}
          error={privateFault}
          spellCheck={false}
          autoComplete="off"
        />
      )}
    </>
  )
}

function FormatFields({ fields, onChange, faults }: Pick<FieldsProps, 'fields' | 'onChange' | 'faults'>) {
  const { t } = useLingui()
  const { kind } = fields
  return (
    <>
      <NativeSelect
        label={t`Format`}
        description={t`It is found by looking as a rule; gzip around any is unpacked. Choose it if the preview shows that the guess was wrong.`}
        data={kinds.map((value) => ({ value, label: t(formatWords[value]) }))}
        value={kind}
        onChange={(event) => onChange({ kind: kinds.find((k) => k === event.currentTarget.value) ?? 'auto' })}
        error={faults['format.kind']}
      />
      {(kind === 'csv' || kind === 'tsv') && (
        <div className={classes.pair}>
          <TextInput
            label={t`Column`}
            description={t`With the addresses: its name, or its number from 1. Found by looking if empty.`}
            value={fields.column}
            onChange={(event) => onChange({ column: event.currentTarget.value })}
            error={faults['format.column']}
            maxLength={64}
          />
          <TextInput
            label={t`Column of last addresses`}
            description={t`If each row is a range: where it ends.`}
            value={fields.last}
            onChange={(event) => onChange({ last: event.currentTarget.value })}
            error={faults['format.last']}
            maxLength={64}
          />
        </div>
      )}
      {(kind === 'json' || kind === 'jsonl') && (
        <TextInput
          label={t`Path`}
          description={t`Where the addresses are, such as prefixes[].ipv4Prefix. Found by looking if empty.`}
          classNames={{ input: classes.mono ?? '' }}
          value={fields.path}
          onChange={(event) => onChange({ path: event.currentTarget.value })}
          error={faults['format.path']}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
        />
      )}
    </>
  )
}
