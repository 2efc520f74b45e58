import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlugConnectedX, IconShieldOff } from '@tabler/icons-react'
import type { JailDetail } from '@/api/types'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { Skeleton } from '@/ui/Skeleton'
import { Mend } from '@/ui/StaleBanner'
import { useJailState } from './useJailControl'

/** In place of what only a running jail can tell: says why it is missing. */
export function NoSettings({ jail }: { jail: JailDetail }) {
  const state = useJailState(jail)
  return (
    <Card>
      {!jail.reachable ? <Unreachable jail={jail} /> : state === 'stopped' ? <Stopped /> : <Skeleton rows={6} />}
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
      {problem?.message}. {problem?.mend && <Mend text={problem.mend} />}{' '}
      <Trans>This part is shown again by itself once it is back.</Trans>
    </EmptyState>
  )
}

function Stopped() {
  const { t } = useLingui()
  return (
    <EmptyState title={t`This jail is stopped.`} icon={<IconShieldOff size={28} stroke={1.4} aria-hidden="true" />}>
      <Trans>It watches and bans nobody. Start it to see how it works and to change it.</Trans>
    </EmptyState>
  )
}
