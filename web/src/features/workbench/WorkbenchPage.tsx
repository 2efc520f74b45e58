import '@/theme/forms'
import '@/theme/mono'
import '@mantine/core/styles/Tabs.layer.css'
import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMay } from '@/api/may'
import { hostsQuery } from '@/api/queries'
import { draftQuery } from '@/api/revisions'
import { benchQuery } from '@/api/workbench'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { Subject } from './Subject'
import { SubjectBar } from './SubjectBar'
import type { BenchSearch } from './search'

const route = getRouteApi('/app/configuration/workbench')

/** Filters are tried on lines here before they are used. */
export function WorkbenchPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const hosts = useQuery(hostsQuery)
  const names = hosts.data?.items.map((h) => h.name) ?? []
  const host = names.find((name) => name === search.host) ?? names[0]
  const set = (change: BenchSearch) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true })
  return (
    <Page>
      <PageHeader
        title={t`Workbench`}
        note={t`See what a filter makes of lines before you use it. fail2ban’s own program tries them, shut in and without rights.`}
      />
      {hosts.error && !hosts.data ? (
        <ErrorState error={hosts.error} onRetry={() => void hosts.refetch()} />
      ) : !hosts.data ? (
        <Skeleton rows={10} />
      ) : host === undefined ? (
        <EmptyState title={t`There is no host yet`}>
          <Trans>Filters are tried where fail2ban is.</Trans>
        </EmptyState>
      ) : (
        <Bench key={host} hosts={names} host={host} search={search} onChange={set} />
      )}
    </Page>
  )
}

interface BenchProps {
  hosts: readonly string[]
  host: string
  search: BenchSearch
  onChange: (change: BenchSearch) => void
}

function Bench({ hosts, host, search, onChange }: BenchProps) {
  const may = useMay('config.write')
  const draft = useQuery({ ...draftQuery(host), enabled: may })
  if (may && draft.isPending) return <Skeleton rows={10} />
  const drafted = draft.data?.files.some((f) => !f.in_force) ?? false
  return <OnHost hosts={hosts} host={host} search={search} onChange={onChange} drafted={drafted} />
}

/** `drafted` tells that there is a draft. */
function OnHost({ hosts, host, search, onChange, drafted }: BenchProps & { drafted: boolean }) {
  const draft = drafted && search.draft !== 'off'
  const { data, error, refetch } = useQuery({ ...benchQuery(host, draft), placeholderData: keepPreviousData })
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={10} />
  const jail = data.jails.find((j) => j.name === search.jail)
  const filter = jail ? undefined : data.filters.find((f) => f === search.filter)
  const first = data.jails.find((j) => j.enabled) ?? data.jails[0]
  const chosen = jail || filter ? { jail: jail?.name, filter } : { jail: first?.name }
  const subject = draft ? { ...chosen, use_draft: true as const } : chosen
  return (
    <>
      <SubjectBar hosts={hosts} host={host} bench={data} subject={subject} drafted={drafted} onChange={onChange} />
      <Subject
        key={`${subject.jail ?? ''}/${subject.filter ?? ''}`}
        host={host}
        subject={subject}
        jail={data.jails.find((j) => j.name === subject.jail)}
        view={search.view ?? 'lines'}
        onView={(view) => onChange({ view: view === 'lines' ? undefined : view })}
      />
    </>
  )
}
