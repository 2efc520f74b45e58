import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconLock, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '@/api/may'
import type { JailDetail } from '@/api/types'
import { PageHeader } from '@/ui/PageHeader'
import { useClock } from '@/ui/zone'
import { BackLink } from './BackLink'
import classes from './JailPage.module.css'
import { StateDot } from './StateDot'
import { StopDialog } from './StopDialog'
import { useHindrance } from './useHindrance'
import { useJailControl, useJailState, usePendingAction } from './useJailControl'

/** Name and state of a jail, and the buttons that control it. */
export function JailHeader({ jail }: { jail: JailDetail }) {
  const state = useJailState(jail)
  const hindrance = useHindrance('jails.control', jail.reachable)
  return (
    <PageHeader
      title={jail.name}
      back={<BackLink />}
      note={
        <span className={classes.facts}>
          <StateDot state={state} />
          <span>
            <Trans>on {jail.host}</Trans>
          </span>
          {jail.backend && <span>{jail.backend}</span>}
          <ConfigLink host={jail.host} jail={jail.name} />
          <Link to="/log" search={{ host: jail.host, jail: jail.name }}>
            <Trans>Log</Trans>
          </Link>
          {!jail.reachable && jail.as_of && <AsOf at={jail.as_of} />}
          {hindrance && jail.reachable && (
            <span className={classes.lock}>
              <IconLock size={13} stroke={1.7} aria-hidden="true" />
              {hindrance}
            </span>
          )}
        </span>
      }
      actions={<Controls jail={jail} state={state} hindrance={hindrance} />}
    />
  )
}

/** Leads to what the files say about the jail. */
function ConfigLink({ host, jail }: { host: string; jail: string }) {
  if (!useMay('config.read')) return null
  return (
    <Link to="/configuration/$host/$kind/$name" params={{ host, kind: 'jails', name: jail }}>
      <Trans>Configuration</Trans>
    </Link>
  )
}

function AsOf({ at }: { at: string }) {
  const clock = useClock()(at)
  return (
    <span>
      <Trans>as of {clock}</Trans>
    </span>
  )
}

interface ControlsProps {
  jail: JailDetail
  state: JailDetail['state']
  hindrance: string | undefined
}

function Controls({ jail, state, hindrance }: ControlsProps) {
  const { t } = useLingui()
  const key = { host: jail.host, jail: jail.name }
  const control = useJailControl(key)
  const pending = usePendingAction(key)
  const [asking, setAsking] = useState(false)
  const common = {
    variant: 'default',
    size: 'xs',
    disabled: hindrance !== undefined || pending !== undefined,
  } as const
  if (state === 'stopped') {
    return (
      <Button
        {...common}
        variant="filled"
        loading={pending === 'start'}
        disabled={hindrance !== undefined}
        title={hindrance}
        leftSection={<IconPlayerPlay size={15} stroke={1.7} />}
        onClick={() => control('start')}
      >
        <Trans>Start</Trans>
      </Button>
    )
  }
  return (
    <>
      <Button
        {...common}
        loading={pending === 'reload'}
        leftSection={<IconRefresh size={15} stroke={1.7} />}
        onClick={() => control('reload')}
        title={hindrance ?? t`Reads the jail’s configuration anew; its bans stay`}
      >
        <Trans>Reload</Trans>
      </Button>
      {state === 'idle' ? (
        <Button
          {...common}
          leftSection={<IconPlayerPlay size={15} stroke={1.7} />}
          onClick={() => control('resume')}
          title={hindrance}
        >
          <Trans>Resume</Trans>
        </Button>
      ) : (
        <Button
          {...common}
          leftSection={<IconPlayerPause size={15} stroke={1.7} />}
          onClick={() => control('idle')}
          title={hindrance ?? t`Stops reading logs; bans stay in force`}
        >
          <Trans>Make idle</Trans>
        </Button>
      )}
      <Button
        {...common}
        leftSection={<IconPlayerStop size={15} stroke={1.7} />}
        onClick={() => setAsking(true)}
        title={hindrance}
      >
        <Trans>Stop…</Trans>
      </Button>
      <StopDialog jail={jail} opened={asking} onConfirm={() => control('stop')} onClose={() => setAsking(false)} />
    </>
  )
}
