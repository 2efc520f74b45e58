import { Trans, useLingui } from '@lingui/react/macro'
import { Tabs } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '@/api/may'
import type { BenchJail, Expressions } from '@/api/types'
import { expressionsQuery } from '@/api/workbench'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import type { LinesForm } from './LinesCard'
import { expressionsOf, formOf, type OwnForm, type Subject as TriedSubject } from './own'
import { RehearsalTab } from './RehearsalTab'
import { type BenchView, benchViews } from './search'
import { TestTab } from './TestTab'
import classes from './workbench.module.css'

interface Props {
  host: string
  subject: TriedSubject
  jail: BenchJail | undefined
  view: BenchView
  onView: (view: BenchView) => void
}

/** A jail or a filter on the bench. What is changed for a try outlives a look at the other tab. */
export function Subject(props: Props) {
  const { t } = useLingui()
  const may = useMay('filters.test')
  const { data, error, refetch } = useQuery({
    ...expressionsQuery(props.host, props.subject),
    enabled: may,
    placeholderData: keepPreviousData,
  })
  if (!may) {
    return (
      <Card>
        <EmptyState title={t`Trying filters takes an operator`}>
          <Trans>It runs a program on the host and shows lines of its logs. Ask an administrator for that role.</Trans>
        </EmptyState>
      </Card>
    )
  }
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={12} />
  return <OnBench {...props} configured={data} />
}

function OnBench({ host, subject, jail, view, onView, configured }: Props & { configured: Expressions }) {
  const { t } = useLingui()
  const [edits, setEdits] = useState<Partial<OwnForm>>({})
  const [lines, setLines] = useState<LinesForm>({ from: 'paste', text: '', path: jail?.logs[0] ?? '', count: '200' })
  const was = formOf(configured)
  const form = { ...was, ...edits }
  const changed = JSON.stringify(form) !== JSON.stringify(was)
  return (
    <Tabs value={view} onChange={(next) => onView(benchViews.find((v) => v === next) ?? 'lines')}>
      <Tabs.List aria-label={t`Ways to try`} className={classes.tabs}>
        <Tabs.Tab value="lines" className={classes.tab}>
          <Trans>Lines</Trans>
        </Tabs.Tab>
        <Tabs.Tab value="rehearsal" className={classes.tab}>
          <Trans>Rehearsal</Trans>
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="lines" pt={16}>
        <TestTab
          host={host}
          subject={subject}
          jail={jail}
          lines={lines}
          onLines={setLines}
          form={form}
          configured={was}
          onEdit={(edit) => setEdits((old) => ({ ...old, ...edit }))}
          onReset={() => setEdits({})}
        />
      </Tabs.Panel>
      <Tabs.Panel value="rehearsal" pt={16}>
        <div className={classes.stack}>
          <RehearsalTab
            host={host}
            jail={jail}
            draft={subject.use_draft}
            own={changed ? expressionsOf(form) : undefined}
          />
        </div>
      </Tabs.Panel>
    </Tabs>
  )
}
