import { Plural, Trans } from '@lingui/react/macro'
import { Button, Loader } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { api, must } from '@/api/client'
import type { Connection } from '@/api/types'
import { asApiError, sentence } from '@/lib/problem'
import { Mend } from '@/ui/StaleBanner'
import { StatusDot } from '@/ui/StatusDot'
import classes from './setup.module.css'

interface Props {
  token: string
  socket: string
  configDir: string
}

/** Tries what has been entered, half a second after the last key. Set-up can be finished without success: fail2ban may come later. */
export function ConnectionTest(props: Props) {
  const [asked] = useDebouncedValue(props, 500)
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['setup-check', asked],
    queryFn: ({ signal }) => check(asked, signal),
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  })
  return (
    <div className={classes.test} aria-live="polite">
      <div className={classes.testHead}>
        <strong>
          <Trans>Connection</Trans>
        </strong>
        {isFetching ? (
          <Loader size={16} />
        ) : (
          <Button variant="default" size="compact-xs" onClick={() => refetch()}>
            <Trans>Test again</Trans>
          </Button>
        )}
      </div>
      {error && <StatusDot tone="bad">{asApiError(error).message}</StatusDot>}
      {data && <Outcome connection={data} />}
    </div>
  )
}

async function check({ token, socket, configDir }: Props, signal: AbortSignal): Promise<Connection> {
  const body = { token, fail2ban_socket: socket, fail2ban_config_dir: configDir }
  return must(await api.POST('/setup/check', { body, signal }))
}

function Outcome({ connection }: { connection: Connection }) {
  const { reachable, version, jails, problem, config_dir_ok, config_dir_message } = connection
  return (
    <>
      {reachable ? (
        <StatusDot tone="ok">
          <Trans>
            fail2ban {version} answers with <Plural value={jails} one="# jail" other="# jails" />.
          </Trans>
        </StatusDot>
      ) : (
        <StatusDot tone="bad">
          {sentence(problem?.message ?? '')}
          <span className={classes.mend}>
            <Mend text={sentence(problem?.mend ?? '')} />
          </span>
        </StatusDot>
      )}
      <StatusDot tone={config_dir_ok ? 'ok' : 'warn'}>
        {config_dir_ok ? <Trans>The configuration directory can be read.</Trans> : sentence(config_dir_message)}
      </StatusDot>
      {!reachable && (
        <span className="note">
          <Trans>You can finish now and mend this later; BanGUI connects by itself as soon as fail2ban answers.</Trans>
        </span>
      )}
    </>
  )
}
