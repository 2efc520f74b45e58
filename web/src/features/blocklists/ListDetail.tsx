import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, useState } from 'react'
import type { Blocklist } from '@/api/types'
import { Card } from '@/ui/Card'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { PageTabs } from '@/ui/PageTabs'
import { AlertBanner } from './AlertBanner'
import { BackLink } from './BackLink'
import classes from './blocklists.module.css'
import { changeOf, type Edits } from './listFields'
import { HealthChip, ImportButton, ImportProgress, ListSwitch } from './listParts'
import { OverviewTab } from './OverviewTab'
import type { ListTab } from './search'
import { serverOf } from './words'

const ImportsTab = lazy(() => import('./ImportsTab').then((m) => ({ default: m.ImportsTab })))
const EntriesTab = lazy(() => import('./EntriesTab').then((m) => ({ default: m.EntriesTab })))
const SettingsTab = lazy(() => import('./SettingsTab').then((m) => ({ default: m.SettingsTab })))

const route = getRouteApi('/app/blocklists/$id')

/** Everything about one list, in whatever state it is. Edits of the settings outlive a look at another tab. */
export function ListDetail({ list }: { list: Blocklist }) {
  const { t } = useLingui()
  const { part = 'overview' } = route.useSearch()
  const navigate = route.useNavigate()
  const [edits, setEdits] = useState<Edits>()
  const show = (next: ListTab) =>
    void navigate({ search: { part: next === 'overview' ? undefined : next }, replace: true })
  const unsaved = edits !== undefined && changeOf(edits) !== undefined
  return (
    <Page>
      <PageHeader
        title={list.name}
        back={<BackLink />}
        note={
          <span className={classes.headFacts}>
            <HealthChip list={list} />
            <span>{serverOf(list.url) ?? <Trans>uploaded text</Trans>}</span>
          </span>
        }
        actions={
          <>
            <ListSwitch list={list} labelled />
            <ImportButton list={list} size="sm" />
          </>
        }
      />
      <AlertBanner list={list} />
      {list.asked && (
        <Card>
          <ImportProgress list={list} />
        </Card>
      )}
      <PageTabs
        value={part}
        onChange={show}
        tabs={[
          { value: 'overview', label: t`Overview`, content: <OverviewTab list={list} /> },
          { value: 'imports', label: t`Imports`, content: <ImportsTab list={list} /> },
          {
            value: 'entries',
            label: t`Entries`,
            count: list.contents?.entries,
            content: <EntriesTab list={list} />,
          },
          {
            value: 'settings',
            label: t`Settings`,
            mark: unsaved ? t`Not saved` : undefined,
            content: <SettingsTab list={list} edits={edits} onEdits={setEdits} />,
          },
        ]}
      />
    </Page>
  )
}
