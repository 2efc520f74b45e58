import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { asApiError } from '@/lib/problem'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { BackLink } from './BackLink'
import { Findings } from './Findings'
import { OptionGroups } from './OptionGroups'
import classes from './PartDetail.module.css'
import { PartHeader } from './PartHeader'
import { configOptionsQuery, configPartQuery, type PartKey } from './queries'
import { ServerCard } from './ServerCard'
import type { ConfigSearch } from './search'
import { Unknown } from './Unknown'
import { UsedDefinition } from './UsedDefinition'

/** Everything about one part of the configuration, in whatever state it is. */
export function PartDetail({ part, search }: { part: PartKey; search: ConfigSearch }) {
  const { t } = useLingui()
  const { data, error, isFetching, refetch } = useQuery(configPartQuery(part))
  const options = useQuery(configOptionsQuery)
  const back = { ...search, host: part.host }
  const title = part.kind === 'server' ? t`fail2ban’s own options` : part.name
  if (!data && error && asApiError(error).status === 404)
    return <Unknown title={title} words={t`The configuration has no “${part.name}”.`} back={back} />
  const failed = error ?? options.error
  const retry = () => void Promise.all([refetch(), options.refetch()])
  if (!data || !options.data)
    return (
      <>
        <PageHeader title={title} note={part.host} back={<BackLink {...back} />} />
        <Card>{failed ? <ErrorState error={failed} onRetry={retry} /> : <Skeleton rows={14} />}</Card>
      </>
    )
  const known = options.data.items
  return (
    <>
      <PartHeader part={data} partKey={part} title={title} back={back} />
      <div>
        <BusyBar busy={isFetching} />
        <div className={classes.blocks}>
          {data.skipped && data.findings.length === 0 && (
            <Card>
              <Trans>fail2ban leaves it out: {data.skipped}</Trans>
            </Card>
          )}
          {data.findings.length > 0 && (
            <Card title={data.enabled ? t`Findings` : t`Findings, if it were enabled`} flush>
              <Findings host={part.host} findings={data.findings} ofJail />
            </Card>
          )}
          {part.kind === 'server' && <ServerCard host={part.host} part={data} known={known} />}
          <OptionGroups host={part.host} part={data} known={known} />
          {data.uses.map((use) => (
            <UsedDefinition key={`${use.kind} ${use.name} ${use.as}`} host={part.host} use={use} known={known} />
          ))}
        </div>
      </div>
    </>
  )
}
