import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconPlayerPlay, IconPlugConnectedX, IconShieldOff } from '@tabler/icons-react'
import type { JailDetail } from '@/api/types'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { Skeleton } from '@/ui/Skeleton'
import { Mend } from '@/ui/StaleBanner'
import { useHindrance } from './useHindrance'
import { useJailControl, useJailState, usePendingAction } from './useJailControl'

/** In place of what only a running jail can tell: says why it is missing, and starts the jail. */
export function NoSettings({ jail }: { jail: JailDetail }) {
  const state = useJailState(jail)
  return (
    <Card>
      {!jail.reachable ? (
        <Unreachable jail={jail} />
      ) : state === 'stopped' ? (
        <Stopped jail={jail} />
      ) : (
        <Skeleton rows={6} />
      )}
    </Card>
  )
}

function Unreachable({ jail: { host, problem } }: { jail: JailDetail }) {
  const { t } = useLingui()
  return (
    <EmptyState
      title={t`fail2ban on ${host} does not answer.`}
      icon={<IconPlugConnectedX size={28} stroke={1.4} aria-hidden="true" />}
    >
      {problem?.message} {problem?.mend && <Mend text={problem.mend} />}{' '}
      <Trans>This part is shown again by itself once it is back.</Trans>
    </EmptyState>
  )
}

function Stopped({ jail }: { jail: JailDetail }) {
  const { t } = useLingui()
  const key = { host: jail.host, jail: jail.name }
  const control = useJailControl(key)
  const pending = usePendingAction(key)
  const hindrance = useHindrance('jails.control', jail.reachable)
  return (
    <EmptyState
      title={t`This jail is stopped.`}
      icon={<IconShieldOff size={28} stroke={1.4} aria-hidden="true" />}
      actions={
        <Button
          size="xs"
          loading={pending === 'start'}
          disabled={hindrance !== undefined}
          title={hindrance}
          leftSection={<IconPlayerPlay size={15} stroke={1.7} />}
          onClick={() => control('start')}
        >
          <Trans>Start {jail.name}</Trans>
        </Button>
      }
    >
      <Trans>It watches and bans nobody. fail2ban tells its settings only while it runs.</Trans>
      {hindrance && <div>{hindrance}</div>}
    </EmptyState>
  )
}
