import { useMutation } from '@tanstack/react-query'
import type { BenchJail, TestOrder } from '@/api/types'
import { testFilter } from '@/api/workbench'
import { asApiError } from '@/lib/problem'
import { ExpressionFields } from './ExpressionFields'
import { LinesCard, type LinesForm } from './LinesCard'
import { expressionsOf, type OwnForm, pasted, type Subject } from './own'
import { ResultCard } from './ResultCard'
import classes from './workbench.module.css'

interface Props {
  host: string
  subject: Subject
  jail: BenchJail | undefined
  lines: LinesForm
  onLines: (lines: LinesForm) => void
  form: OwnForm
  configured: OwnForm
  onEdit: (edit: Partial<OwnForm>) => void
  onReset: () => void
}

/** Lines, expressions, and what comes of them. */
export function TestTab({ host, subject, jail, lines, onLines, form, configured, onEdit, onReset }: Props) {
  const changed = JSON.stringify(form) !== JSON.stringify(configured)
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
        <LinesCard jail={jail} lines={lines} onChange={onLines} onRun={run} busy={test.isPending} />
        <ExpressionFields
          host={host}
          subject={subject}
          form={form}
          configured={configured}
          onChange={onEdit}
          onReset={onReset}
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
