import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { configuredAllowancesQuery, draftAllowances } from '@/api/allowances'
import { hostsQuery, invalidatePaths } from '@/api/queries'
import { asApiError, sentence } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import { Mend } from '@/ui/StaleBanner'
import { StatusDot } from '@/ui/StatusDot'
import { useGuard } from '@/ui/useGuard'
import classes from './allowances.module.css'

/** Whether what has no end also holds while BanGUI is away: then it stands in fail2ban's own configuration. */
export function InConfigCard() {
  const { t } = useLingui()
  const hosts = useQuery(hostsQuery).data?.items.map((host) => host.name) ?? []
  const [picked, setPicked] = useState<string>()
  const host = picked ?? hosts[0]
  if (host === undefined) return null
  return (
    <Card
      title={t`While BanGUI is away`}
      aside={
        hosts.length > 1 && (
          <NativeSelect
            aria-label={t`Host`}
            size="xs"
            data={hosts}
            value={host}
            onChange={(event) => setPicked(event.currentTarget.value)}
          />
        )
      }
    >
      <div className={classes.config}>
        <p className="dim">
          <Trans>
            fail2ban forgets at a restart what BanGUI has put on ignore lists, and BanGUI puts it there again. Entries
            without an end can stand in fail2ban’s configuration, too: then they hold even if BanGUI does not run.
          </Trans>
        </p>
        <State key={host} host={host} />
      </div>
    </Card>
  )
}

function State({ host }: { host: string }) {
  const { t } = useLingui()
  const query = useQuery({ ...configuredAllowancesQuery(host), retry: false })
  const { data } = query
  if (!data)
    return query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton rows={1} />
  if (data.right && data.wanted === 0)
    return (
      <StatusDot tone="idle">
        <Trans>Nothing without an end is on the list for {host}.</Trans>
      </StatusDot>
    )
  if (data.right)
    return (
      <StatusDot tone="ok">
        <Plural
          value={data.wanted}
          one="The only entry without an end is in the configuration of every jail."
          other="All # entries without an end are in the configuration of every jail."
        />
      </StatusDot>
    )
  return (
    <>
      <ul className={classes.lacks}>
        {data.missing.length > 0 && (
          <li>
            <StatusDot tone="warn">
              <Trans>Not in the configuration:</Trans>
            </StatusDot>{' '}
            <span className="mono">{few(data.missing)}</span>
          </li>
        )}
        {data.surplus.length > 0 && (
          <li>
            <StatusDot tone="warn">
              <Trans>Still in the configuration, but not on the list any more:</Trans>
            </StatusDot>{' '}
            <span className="mono">{few(data.surplus)}</span>
          </li>
        )}
        <li className="dim">{t`Jails: ${few(data.jails)}`}</li>
      </ul>
      <Prepare host={host} drafted={data.drafted} />
    </>
  )
}

/** Puts the change into the draft of whoever asks, and leads to where it is looked at and applied. */
function Prepare({ host, drafted }: { host: string; drafted: boolean }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const guard = useGuard('config.write')
  const prepare = useMutation({
    mutationFn: () => draftAllowances(host),
    onSuccess: ({ changed, left }) => {
      if (changed && left.length === 0) void navigate({ to: '/configuration/$host/review', params: { host } })
    },
    onSettled: () => void invalidatePaths(client, ['/config', '/allowlist/hosts']),
  })
  const problem = prepare.error ? asApiError(prepare.error) : undefined
  const left = prepare.data?.left ?? []
  const review = (
    <Link to="/configuration/$host/review" params={{ host }}>
      <Trans>Look at your draft and apply it</Trans>
    </Link>
  )
  return (
    <>
      {left.length > 0 && (
        <Banner>
          <Trans>These jails have to be seen to by hand:</Trans>{' '}
          {left.map(({ jail, message }) => `${jail}: ${sentence(message)}`).join(' ')}
        </Banner>
      )}
      {problem && (
        <Banner tone="bad">
          {problem.message} {problem.mend && <Mend text={problem.mend} />}
        </Banner>
      )}
      <div className={classes.prepare}>
        {drafted || prepare.data?.changed ? (
          review
        ) : (
          <Button
            size="xs"
            variant="default"
            loading={prepare.isPending}
            onClick={() => prepare.mutate()}
            {...guard.button}
          >
            <Trans>Prepare the change…</Trans>
          </Button>
        )}
        <span className="note">
          <Trans>It becomes part of your draft; nothing is applied before you have looked at it.</Trans>
        </span>
      </div>
    </>
  )
}

/** The first of many. */
function few(names: readonly string[]): string {
  const most = 8
  return names.length > most ? `${names.slice(0, most).join(', ')}, … (${names.length})` : names.join(', ')
}
