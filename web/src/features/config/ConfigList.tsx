import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { hostsQuery } from '@/api/queries'
import type { Config } from '@/api/types'
import { matches } from '@/lib/match'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { FilterField } from '@/ui/FilterField'
import { PlainButton } from '@/ui/PlainButton'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { Skeleton } from '@/ui/Skeleton'
import classes from './ConfigList.module.css'
import { DefinitionList } from './DefinitionList'
import { FileTree } from './FileTree'
import { HostSelect } from './HostSelect'
import { JailLinks } from './JailLinks'
import { NewPart } from './NewPart'
import { configQuery } from './queries'
import { ServerLink } from './ServerLink'
import type { ConfigSearch, ConfigTab } from './search'

interface Props {
  host: string
  parts: ConfigTab
  filter: string
  /** The path of the page, or the name of the file, that is chosen. */
  current?: string
  onList: (change: ConfigSearch) => void
}

/** Jails, filters, actions, files and the server of a host; each leads to its page. */
export function ConfigList({ host, parts, filter, current, onList }: Props) {
  const { t } = useLingui()
  const { data, error, isFetching, refetch } = useQuery(configQuery(host))
  const hosts = useQuery(hostsQuery).data?.items ?? []
  const tabs = [
    { value: 'jails', label: t`Jails` },
    { value: 'filters', label: t`Filters` },
    { value: 'actions', label: t`Actions` },
    { value: 'files', label: t`Files` },
    { value: 'server', label: t`Server` },
  ] as const
  return (
    <Card flush>
      <div className={classes.head}>
        {hosts.length > 1 && <HostSelect hosts={hosts.map((h) => h.name)} value={host} />}
        <SegmentedControl
          label={t`Kind of part`}
          value={parts}
          options={tabs}
          onChange={(next) => onList({ parts: next === 'jails' ? undefined : next, q: undefined })}
        />
        {parts !== 'server' && (
          <div className={classes.tools}>
            <FilterField label={t`Filter the list`} value={filter} onChange={(q) => onList({ q: q || undefined })} />
            <NewPart host={host} parts={parts} />
          </div>
        )}
      </div>
      <BusyBar busy={isFetching && data !== undefined} />
      {data ? (
        <Parts config={data} parts={parts} filter={filter} current={current} onClear={() => onList({ q: undefined })} />
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <Skeleton rows={12} />
      )}
    </Card>
  )
}

interface PartsProps {
  config: Config
  parts: ConfigTab
  filter: string
  current: string | undefined
  onClear: () => void
}

function Parts({ config, parts, filter, current, onClear }: PartsProps) {
  const { t } = useLingui()
  const fits = ({ name }: { name: string }) => matches(name, filter.trim())
  const shown = parts === 'server' ? [] : config[parts].filter(fits)
  if (parts === 'server') return <ServerLink config={config} current={current} />
  if (config[parts].length === 0) return <EmptyState title={t`There are none in ${config.dir}.`} />
  if (shown.length === 0)
    return (
      <EmptyState
        title={t`Nothing has this in its name.`}
        actions={<PlainButton onClick={onClear}>{t`Clear filter`}</PlainButton>}
      />
    )
  switch (parts) {
    case 'jails':
      return <JailLinks host={config.host} jails={config.jails.filter(fits)} current={current} />
    case 'files':
      return (
        <FileTree
          host={config.host}
          files={config.files.filter(fits)}
          findings={config.findings}
          current={current}
          open={filter !== ''}
        />
      )
    default:
      return (
        <DefinitionList
          host={config.host}
          kind={parts}
          items={config[parts].filter(fits)}
          active={config.jails.filter((j) => j.enabled).map((j) => j.name)}
          current={current}
        />
      )
  }
}
