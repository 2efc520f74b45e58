import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { jailsQuery } from '@/api/queries'
import { FilterChips } from '@/ui/FilterChips'
import { SearchField } from '@/ui/SearchField'
import classes from './log.module.css'
import { type LogSearch, logLevels } from './search'

interface Props {
  hosts: readonly string[]
  host: string | undefined
  search: LogSearch
  onChange: (search: LogSearch) => void
}

/** Search, level and jail; what is in force stands below as chips. */
export function LogBar({ hosts, host, search, onChange }: Props) {
  const { t } = useLingui()
  const { data } = useQuery({ ...jailsQuery(host ?? ''), enabled: host !== undefined })
  const jails = data?.items.map((j) => j.name) ?? []
  if (search.jail && !jails.includes(search.jail)) jails.push(search.jail)
  const chips = [
    ...(search.level ? [{ key: 'level', label: t`From ${search.level} on` }] : []),
    ...(search.jail ? [{ key: 'jail', label: t`Jail: ${search.jail}` }] : []),
    ...(search.q ? [{ key: 'q', label: t`Text: ${search.q}` }] : []),
  ]
  return (
    <>
      <div className={classes.bar}>
        <SearchField
          label={t`Search the log`}
          placeholder={t`Text in a record`}
          value={search.q ?? ''}
          onSearch={(q) => onChange({ ...search, q: q || undefined })}
        />
        {hosts.length > 1 && (
          <NativeSelect
            aria-label={t`Host`}
            size="xs"
            value={host ?? ''}
            onChange={(event) => onChange({ ...search, host: event.currentTarget.value, jail: undefined })}
            data={[...hosts]}
          />
        )}
        <NativeSelect
          aria-label={t`Level`}
          size="xs"
          value={search.level ?? ''}
          onChange={(event) => onChange({ ...search, level: logLevels.find((l) => l === event.currentTarget.value) })}
          data={[
            { value: '', label: t`All levels` },
            ...logLevels.map((level) => ({ value: level, label: t`From ${level} on` })),
          ]}
        />
        <NativeSelect
          aria-label={t`Jail`}
          size="xs"
          value={search.jail ?? ''}
          onChange={(event) => onChange({ ...search, jail: event.currentTarget.value || undefined })}
          data={[{ value: '', label: t`All jails` }, ...jails.map((name) => ({ value: name, label: name }))]}
        />
      </div>
      <FilterChips
        filters={chips}
        onRemove={(key) => onChange({ ...search, [key]: undefined })}
        onClear={() => onChange({ host: search.host })}
      />
    </>
  )
}
