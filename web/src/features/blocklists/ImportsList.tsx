import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ListImport } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { sentence } from '@/lib/problem'
import { formatTook } from '@/lib/took'
import { DataTable, table } from '@/ui/DataTable'
import { Item, ItemList } from '@/ui/ItemList'
import { RelativeTime } from '@/ui/RelativeTime'
import { useRows } from '@/ui/useRows'
import classes from './blocklists.module.css'
import { AddedRemoved, OutcomeChip } from './listParts'

interface Props {
  runs: readonly ListImport[]
  onOpen: (run: number) => void
}

/** How many lines of a list were left out. */
export function droppedOf({ dropped }: Pick<ListImport, 'dropped'>): number {
  return dropped.reduce((n, { lines }) => n + lines, 0)
}

/** Imports as rows; Enter tells all of one. */
export function ImportsTable({ runs, onOpen }: Props) {
  const { t } = useLingui()
  const rowProps = useRows({ keys: runs.map((run) => run.id), onOpen })
  return (
    <DataTable label={t`Imports`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Began</Trans>
          </th>
          <th scope="col">
            <Trans>Outcome</Trans>
          </th>
          <th scope="col" className={table.num}>
            <Trans>Entries</Trans>
          </th>
          <th scope="col" className={table.num}>
            <Trans>Change</Trans>
          </th>
          <th scope="col" className={table.num}>
            <Trans>Left out</Trans>
          </th>
          <th scope="col" className={table.num}>
            <Trans>Took</Trans>
          </th>
          <th scope="col">
            <Trans>Cause</Trans>
          </th>
          <th scope="col" className={table.wide}>
            <Trans>What it did</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} className={classes.row} {...rowProps(run.id)}>
            <td>
              <RelativeTime at={run.started_at} />
            </td>
            <td>
              <OutcomeChip outcome={run.outcome} />
            </td>
            <td className={table.num}>{formatCount(run.entries)}</td>
            <td className={table.num}>
              <AddedRemoved {...run} />
            </td>
            <td className={table.num}>{formatCount(droppedOf(run))}</td>
            <td className={`${table.num} nowrap`}>{run.ended_at ? formatTook(run.took_seconds * 1000) : '…'}</td>
            <td className="nowrap">
              <Cause run={run} />
            </td>
            <td className={`${table.wide} ${classes.message}`} title={run.message || undefined}>
              {sentence(run.message)}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

/** Imports on a phone; a tap tells all of one. */
export function ImportsItems({ runs, onOpen }: Props) {
  const { t } = useLingui()
  return (
    <ItemList label={t`Imports`}>
      {runs.map((run) => (
        <Item
          key={run.id}
          head={<OutcomeChip outcome={run.outcome} />}
          aside={<RelativeTime at={run.started_at} />}
          detail={
            <>
              <span>
                <Plural value={run.entries} one="# entry" other="# entries" />
              </span>
              <AddedRemoved {...run} />
              <Cause run={run} />
            </>
          }
          onOpen={() => onOpen(run.id)}
        />
      ))}
    </ItemList>
  )
}

/** Why it ran: its schedule, or who asked for it. */
export function Cause({ run: { cause, actor } }: { run: Pick<ListImport, 'cause' | 'actor'> }) {
  if (cause === 'schedule') return <Trans>Schedule</Trans>
  return actor ? <Trans>By {actor}</Trans> : <Trans>By hand</Trans>
}
