import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { latestRevisionsQuery } from '@/api/latestRevisions'
import { compareQuery } from '@/api/revisions'
import type { RevisionDetail } from '@/api/types'
import { Card } from '@/ui/Card'
import { DiffView } from '@/ui/DiffView'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import classes from './revisions.module.css'

interface Props {
  one: RevisionDetail
  /** The revision that it is compared with, 0 for the files as they are now, undefined for its own changes. */
  other: number | undefined
  onOther: (other: number | undefined) => void
  /** Its own changes. */
  children: ReactNode
}

/** The changes of a revision, or how its files differ from those of another. */
export function Compare({ one, other, onOther, children }: Props) {
  const { t } = useLingui()
  const latest = useQuery(latestRevisionsQuery).data ?? []
  const others = latest.filter((r) => r.host === one.host && r.id !== one.id && r.phase === 'applied')
  const select = (
    <label className={classes.compare}>
      <Trans>Show</Trans>
      <select
        className={classes.select}
        value={other === undefined ? '' : String(other)}
        onChange={(event) => onOther(event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))}
      >
        <option value="">{t`what it changed`}</option>
        <option value="0">{t`the way to the files as they are now`}</option>
        {others.map((r) => (
          <option key={r.id} value={String(r.id)}>
            {t`the way to revision ${r.id}: ${r.reason}`}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <Card title={t`Files`} aside={select} flush>
      {other === undefined ? children : <Differences id={one.id} other={other} />}
    </Card>
  )
}

function Differences({ id, other }: { id: number; other: number }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(compareQuery(id, other))
  if (!data) return error ? <ErrorState error={error} onRetry={refetch} /> : <Skeleton rows={6} />
  if (data.length === 0) return <EmptyState title={t`The files are the same.`} />
  return data.map((d) => (
    <DiffView key={d.name} name={d.name} diff={d.diff} added={d.lines_added} removed={d.lines_removed} />
  ))
}
