import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Job } from '@/api/types'
import { DataTable, table } from '@/ui/DataTable'
import { Took } from '@/ui/jobs/Took'
import { titleOf } from '@/ui/jobs/words'
import { RelativeTime } from '@/ui/RelativeTime'
import { useRows } from '@/ui/useRows'
import classes from './jobs.module.css'
import { StateChip } from './StateChip'
import { useCause } from './useCause'

export interface JobListProps {
  jobs: readonly Job[]
  /** Names a replica for people. */
  nameOf: (replica: string) => string
}

/** What ran; each row leads to its job. */
export function JobTable({ jobs, nameOf }: JobListProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const cause = useCause()
  const rowProps = useRows({
    keys: jobs.map((job) => job.id),
    onOpen: (id) => void navigate({ to: '/jobs/$id', params: { id: String(id) } }),
  })
  return (
    <DataTable label={t`History`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>State</Trans>
          </th>
          <th scope="col">
            <Trans>Task</Trans>
          </th>
          <th scope="col">
            <Trans>Began</Trans>
          </th>
          <th scope="col" className={table.num}>
            <Trans>Took</Trans>
          </th>
          <th scope="col" className={table.wide}>
            <Trans>Cause</Trans>
          </th>
          <th scope="col">
            <Trans>Replica</Trans>
          </th>
          <th scope="col" className={table.wide}>
            <Trans>Outcome</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.id} className={classes.row} {...rowProps(job.id)}>
            <td>
              <StateChip state={job.state} />
            </td>
            <td>
              <Link to="/jobs/$id" params={{ id: String(job.id) }} className={table.link} tabIndex={-1}>
                {titleOf(job)}
              </Link>
            </td>
            <td className="dim">
              <RelativeTime at={job.started_at} />
            </td>
            <td className={table.num}>
              <Took job={job} />
            </td>
            <td className={`${table.wide} nowrap`}>{cause(job)}</td>
            <td className={classes.replica}>{nameOf(job.replica)}</td>
            <td className={`${table.wide} ${classes.outcome}`} title={job.outcome || undefined}>
              {job.outcome}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}
