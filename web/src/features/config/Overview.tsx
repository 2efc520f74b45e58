import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Config, ConfigFinding } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import { Mend } from '@/ui/StaleBanner'
import { useWide } from '@/ui/useWide'
import { ChangedByHand } from './ChangedByHand'
import { Findings } from './Findings'
import { Fold } from './Fold'
import classes from './Overview.module.css'
import { configQuery } from './queries'

/** What a host's configuration comes to, and all that is wrong with it. */
export function Overview({ host }: { host: string }) {
  const { t } = useLingui()
  const { data, error, isFetching, refetch } = useQuery(configQuery(host))
  return (
    <>
      <PageHeader title={t`Configuration`} note={data ? <Facts config={data} /> : t`fail2ban’s files on ${host}`} />
      {data?.obstacle && <ReadOnly obstacle={data.obstacle} />}
      <ChangedByHand host={host} />
      {data ? (
        <div>
          <BusyBar busy={isFetching} />
          <Wrong host={host} findings={data.findings} />
        </div>
      ) : (
        <Card>{error ? <ErrorState error={error} onRetry={refetch} /> : <Skeleton rows={10} />}</Card>
      )}
    </>
  )
}

function Facts({ config }: { config: Config }) {
  const active = config.jails.filter((j) => j.enabled).length
  const { dir, version } = config
  const all = config.jails.length
  return (
    <span className={classes.facts}>
      <code>{dir}</code>
      <span>
        {config.version_assumed ? <Trans>read as fail2ban {version} would</Trans> : <Trans>fail2ban {version}</Trans>}
      </span>
      <span>
        <Plural value={active} one="# active jail" other="# active jails" /> <Trans>of {all}</Trans>
      </span>
    </span>
  )
}

function ReadOnly({ obstacle }: { obstacle: NonNullable<Config['obstacle']> }) {
  return (
    <Banner>
      <strong>
        <Trans>The configuration can be read and not changed.</Trans>
      </strong>{' '}
      {sentence(obstacle.message)} <Mend text={obstacle.mend} />
    </Banner>
  )
}

function Wrong({ host, findings }: { host: string; findings: readonly ConfigFinding[] }) {
  const { t } = useLingui()
  const wide = useWide()
  const advice = findings.filter((f) => f.severity === 'advice')
  const wrong = findings.filter((f) => f.severity !== 'advice')
  return (
    <div className={classes.blocks}>
      {wrong.length > 0 ? (
        <Fold title={t`What is wrong`} count={wrong.length} open={wide || advice.length === 0}>
          <Findings host={host} findings={wrong} />
        </Fold>
      ) : (
        <Card>
          <EmptyState
            title={t`Nothing is wrong`}
            icon={<IconCircleCheck size={26} stroke={1.5} className={classes.good} aria-hidden="true" />}
          >
            <Trans>All enabled jails with their filters and actions were looked at, and fail2ban’s own options.</Trans>
          </EmptyState>
        </Card>
      )}
      {advice.length > 0 && (
        <Fold title={t`Advice`} count={advice.length} open={wide}>
          <Findings host={host} findings={advice} />
        </Fold>
      )}
    </div>
  )
}
