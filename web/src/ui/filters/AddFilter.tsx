import { Trans, useLingui } from '@lingui/react/macro'
import '@/theme/forms'
import {
  Autocomplete,
  Button,
  type ComboboxItem,
  FocusTrap,
  type OptionsFilter,
  Select,
  TextInput,
} from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { addressKind } from '@/lib/address'
import { countryCodes, unknownCountry } from '@/lib/country'
import { type FilterField, origins, parseASN, type StatsFilter } from '@/lib/statsFilter'
import classes from './filters.module.css'
import type { FilterChoices } from './StatsFilters'
import { useJailNames } from './useJailNames'
import { countryLabel, fieldNames, originNames } from './words'

interface Props {
  fields: readonly FilterField[]
  /** What is in force. */
  filter: StatsFilter
  choices: FilterChoices
  onAdd: (added: Partial<StatsFilter>) => void
}

/** First what to narrow by, then to what. */
export function AddFilter({ fields, filter, choices, onAdd }: Props) {
  const { t } = useLingui()
  const [field, setField] = useState<FilterField | undefined>(fields.length === 1 ? fields[0] : undefined)
  if (field)
    return (
      <FocusTrap key={field}>
        <div>
          <ValueField field={field} filter={filter} choices={choices} onAdd={onAdd} />
        </div>
      </FocusTrap>
    )
  return (
    <FocusTrap>
      <ul className={classes.fields}>
        {fields.map((f, i) => (
          <li key={f}>
            <button type="button" data-autofocus={i === 0 || undefined} onClick={() => setField(f)}>
              {t(fieldNames[f])}
              <IconChevronRight size={15} stroke={1.7} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </FocusTrap>
  )
}

function ValueField({ field, filter, choices, onAdd }: Omit<Props, 'fields'> & { field: FilterField }) {
  const { t } = useLingui()
  const label = t(fieldNames[field])
  const pick = (data: { value: string; label: string }[]) => (
    <Select
      data-autofocus
      searchable
      defaultDropdownOpened
      label={label}
      data={data}
      filter={byBeginning}
      nothingFoundMessage={t`Nothing found`}
      comboboxProps={{ withinPortal: false }}
      maxDropdownHeight={240}
      onChange={(value) => value !== null && onAdd({ [field]: value })}
    />
  )
  switch (field) {
    case 'host':
      return pick(choices.hosts.map((value) => ({ value, label: value })))
    case 'jail':
      return <JailField label={label} filter={filter} onAdd={onAdd} />
    case 'origin':
      return pick(origins.map((value) => ({ value, label: t(originNames[value]) })))
    case 'country':
      return pick(
        [...countryCodes.map((value) => ({ value, label: countryLabel(value) }))]
          .sort((a, b) => a.label.localeCompare(b.label))
          .concat({ value: unknownCountry, label: countryLabel(unknownCountry) }),
      )
    case 'asn':
      return (
        <TextField
          label={label}
          read={(text) => parseASN(text.split(' ')[0])}
          fault={t`Give a number such as AS64500.`}
          onRead={(asn) => onAdd({ asn })}
          suggestions={choices.networks?.map((n) => `AS${n.asn} ${n.name}`.trim())}
        />
      )
    case 'address':
      return (
        <TextField
          label={t`Address or network`}
          read={(text) => (addressKind(text.toLowerCase()) ? text.toLowerCase() : undefined)}
          fault={t`Give an address, or a network such as 203.0.113.0/24.`}
          onRead={(address) => onAdd({ address, id: undefined })}
        />
      )
    case 'id':
      return (
        <TextField
          label={t`Ban id that is no address, such as a user name`}
          read={(text) => (addressKind(text.toLowerCase()) ? undefined : text || undefined)}
          fault={t`Give all of it; for an address use the filter Address.`}
          onRead={(id) => onAdd({ id, address: undefined })}
        />
      )
    case 'q':
      return (
        <TextField
          label={t`Text in the matched lines`}
          read={(text) => text || undefined}
          fault={t`Give a text.`}
          onRead={(q) => onAdd({ q })}
        />
      )
  }
}

/** Any jail, also one that banned nobody; those that did are proposed. */
function JailField({ label, filter, onAdd }: { label: string } & Pick<Props, 'filter' | 'onAdd'>) {
  const { t } = useLingui()
  return (
    <TextField
      label={label}
      read={(text) => text || undefined}
      fault={t`Give a jail.`}
      onRead={(jail) => onAdd({ jail })}
      suggestions={useJailNames(filter)}
    />
  )
}

/** What begins with the text comes before what has it elsewhere; a code such as "de" finds its country. */
const byBeginning: OptionsFilter = ({ options, search }) => {
  const text = search.trim().toLowerCase()
  const rank = ({ label, value }: ComboboxItem) => {
    const at = label.toLowerCase().indexOf(text)
    if (at === 0 || value.toLowerCase() === text) return 0
    return at > 0 ? 1 : 2
  }
  return options
    .filter((option) => 'value' in option)
    .filter((option) => rank(option) < 2)
    .sort((a, b) => rank(a) - rank(b))
}

interface TextFieldProps<T> {
  label: string
  /** undefined for what cannot be used. */
  read: (text: string) => T | undefined
  /** What to do then. */
  fault: string
  onRead: (value: T) => void
  /** Choosing one needs no button. They may come later: then there are none at first. */
  suggestions?: readonly string[]
}

function TextField<T>({ label, read, fault, onRead, suggestions }: TextFieldProps<T>): ReactNode {
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const take = (given: string) => {
    const value = read(given.trim())
    setWrong(value === undefined)
    if (value !== undefined) onRead(value)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    take(text)
  }
  const shared = {
    'data-autofocus': true,
    label,
    value: text,
    error: wrong && fault,
    autoComplete: 'off',
    spellCheck: false,
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {suggestions ? (
        <Autocomplete
          {...shared}
          data={[...new Set(suggestions)]}
          comboboxProps={{ withinPortal: false }}
          maxDropdownHeight={240}
          onChange={setText}
          onOptionSubmit={take}
        />
      ) : (
        <TextInput {...shared} onChange={(event) => setText(event.currentTarget.value)} />
      )}
      <div className={classes.buttons}>
        <Button type="submit">
          <Trans>Add</Trans>
        </Button>
      </div>
    </form>
  )
}
