import { useLingui } from '@lingui/react/macro'
import { NativeSelect, Switch } from '@mantine/core'
import type { Bench } from '@/api/types'
import type { Subject } from './own'
import type { BenchSearch } from './search'
import classes from './workbench.module.css'

interface Props {
  hosts: readonly string[]
  host: string
  bench: Bench
  subject: Subject
  /** Whether there is a draft. */
  drafted: boolean
  onChange: (change: BenchSearch) => void
}

/** Chooses the jail or the filter whose expressions are meant, where there are several the host, and whether the draft counts. */
export function SubjectBar({ hosts, host, bench, subject, drafted, onChange }: Props) {
  const { t } = useLingui()
  const value = subject.jail !== undefined ? `jail/${subject.jail}` : `filter/${subject.filter ?? ''}`
  const choose = (chosen: string) => {
    const name = chosen.slice(chosen.indexOf('/') + 1)
    onChange(chosen.startsWith('jail/') ? { jail: name, filter: undefined } : { jail: undefined, filter: name })
  }
  const jails = bench.jails.map((j) => ({
    value: `jail/${j.name}`,
    label: j.enabled ? j.name : t`${j.name} (off)`,
  }))
  return (
    <div className={classes.subject}>
      {hosts.length > 1 && (
        <NativeSelect
          label={t`Host`}
          value={host}
          onChange={(event) => onChange({ host: event.currentTarget.value })}
          data={[...hosts]}
        />
      )}
      <NativeSelect
        label={t`Jail or filter`}
        data-filter
        value={value}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { group: t`Jails`, items: jails },
          { group: t`Filters`, items: bench.filters.map((f) => ({ value: `filter/${f}`, label: f })) },
        ]}
      />
      {drafted && (
        <Switch
          className={classes.switch ?? ''}
          title={t`With what you changed and have not applied yet`}
          label={t`As in my draft`}
          checked={subject.use_draft === true}
          onChange={(event) => onChange({ draft: event.currentTarget.checked ? undefined : 'off' })}
        />
      )}
    </div>
  )
}
