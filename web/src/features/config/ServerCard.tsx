import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { serverQuery } from '@/api/server'
import type { ConfigOption, ConfigPart, ServerInForce } from '@/api/types'
import { sentence } from '@/lib/problem'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { Chip } from '@/ui/Chip'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import { Mend } from '@/ui/StaleBanner'
import { type InForce, inForce } from './inForce'
import { ServerActions } from './ServerActions'
import classes from './ServerCard.module.css'

interface Props {
  host: string
  part: ConfigPart
  known: readonly ConfigOption[]
}

/** What is in force for fail2ban as a whole, beside what the files say; its log is flushed and its service restarted from here. */
export function ServerCard({ host, part, known }: Props) {
  const { t } = useLingui()
  const { data, error, isFetching, refetch } = useQuery(serverQuery(host))
  return (
    <Card title={t`In force now`} aside={data && <ServerActions server={data} />} flush>
      <BusyBar busy={isFetching && data !== undefined} />
      {data ? (
        <>
          <Rows server={data} part={part} known={known} />
          {data.restart_obstacle && <Obstacle server={data} />}
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <Skeleton rows={4} />
      )}
    </Card>
  )
}

function Rows({ server, part, known }: Omit<Props, 'host'> & { server: ServerInForce }) {
  const { t } = useLingui()
  const label = (name: string) => known.find((o) => o.scope === 'server' && o.name === name)?.label || name
  return (
    <table className={classes.table}>
      <caption className="sr">{t`In force now`}</caption>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Option</Trans>
          </th>
          <th scope="col">
            <Trans>In force</Trans>
          </th>
          <th scope="col">
            <Trans>In the files</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {inForce(server, part.options).map((one) => (
          <tr key={one.name}>
            <th scope="row">
              {label(one.name)} <code className={classes.name}>{one.name}</code>
            </th>
            <td data-label={t`In force`}>{one.running ? <code>{one.running}</code> : <Trans>none</Trans>}</td>
            <td data-label={t`In the files`}>
              <Said one={one} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Said({ one: { files, same } }: { one: InForce }) {
  if (files === undefined)
    return (
      <span className="dim">
        <Trans>nothing</Trans>
      </span>
    )
  if (same)
    return (
      <span className="dim">
        <Trans>the same</Trans>
      </span>
    )
  return (
    <span className={classes.said}>
      <code>{files}</code>
      <Chip tone="warn">
        <Trans>not in force</Trans>
      </Chip>
    </span>
  )
}

function Obstacle({ server: { restart_obstacle: obstacle } }: { server: ServerInForce }) {
  if (!obstacle) return null
  return (
    <p className={classes.obstacle}>
      <strong>
        <Trans>It cannot be restarted from here.</Trans>
      </strong>{' '}
      {sentence(obstacle.message)} <Mend text={sentence(obstacle.mend)} />
    </p>
  )
}
