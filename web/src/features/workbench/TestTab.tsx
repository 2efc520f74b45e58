import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '@/api/may'
import type { BenchJail, Expressions, TestOrder } from '@/api/types'
import { expressionsQuery, testFilter } from '@/api/workbench'
import { asApiError } from '@/lib/problem'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import { ExpressionFields } from './ExpressionFields'
import { LinesCard, type LinesForm } from './LinesCard'
import { expressionsOf, formOf, type OwnForm, pasted } from './own'
import { ResultCard } from './ResultCard'
import classes from './workbench.module.css'

interface Props {
  host: string
  subject: { jail?: string | undefined; filter?: string | undefined }
  jail: BenchJail | undefined
}

/** Lines, expressions, and what comes of them. */
export function TestTab({ host, subject, jail }: Props) {
  const { t } = useLingui()
  const may = useMay('filters.test')
  const { data, error, refetch } = useQuery({ ...expressionsQuery(host, subject), enabled: may })
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
  return <Test host={host} subject={subject} jail={jail} configured={data} />
}

function Test({ host, subject, jail, configured }: Props & { configured: Expressions }) {
  const [edits, setEdits] = useState<Partial<OwnForm>>({})
  const form = { ...formOf(configured), ...edits }
  const changed = Object.keys(edits).length > 0
  const [lines, setLines] = useState<LinesForm>({ from: 'paste', text: '', path: jail?.logs[0] ?? '', count: '200' })
  const test = useMutation({ mutationFn: (order: TestOrder) => testFilter(host, order) })
  const run = () => {
    const own = changed ? { own: expressionsOf(form) } : {}
    const log =
      lines.from === 'log' ? { log: { path: lines.path || undefined, lines: countOf(lines.count) } } : undefined
    test.mutate({ ...subject, ...own, ...(log ?? { lines: pasted(lines.text) }), probe: true })
  }
  const fields = test.error ? asApiError(test.error).formErrors() : {}
  return (
    <div className={classes.bench}>
      <div className={classes.column}>
        <LinesCard jail={jail} lines={lines} onChange={setLines} onRun={run} busy={test.isPending} />
        <ExpressionFields
          form={form}
          configured={formOf(configured)}
          onChange={(edit) => setEdits((old) => ({ ...old, ...edit }))}
          onReset={() => setEdits({})}
          onRun={run}
          errors={fields}
        />
      </div>
      <ResultCard result={test.data} error={test.error} busy={test.isPending} />
    </div>
  )
}

/** How many lines are asked for; the server says what is wrong with others. */
function countOf(text: string): number {
  const n = Number(text)
  return Number.isInteger(n) ? Math.min(10_000, Math.max(1, n)) : 200
}
