import { useLingui } from '@lingui/react/macro'
import { Switch } from '@mantine/core'
import { useState } from 'react'
import type { JailStatus } from '@/api/types'
import classes from './JailTable.module.css'
import { StopDialog } from './StopDialog'
import { useHindrance } from './useHindrance'
import { useJailControl, useJailState, usePendingAction } from './useJailControl'

/** Starts and stops a jail from the list. It moves at once and goes back if fail2ban refuses; stopping asks first. */
export function JailSwitch({ jail, reachable }: { jail: JailStatus; reachable: boolean }) {
  const { t } = useLingui()
  const key = { host: jail.host, jail: jail.name }
  const control = useJailControl(key)
  const on = useJailState(jail) !== 'stopped'
  const busy = usePendingAction(key) !== undefined
  const hindrance = useHindrance('jails.control', reachable)
  const [asking, setAsking] = useState(false)
  const toggle = () => {
    if (busy) return
    if (on) setAsking(true)
    else control('start')
  }
  return (
    <span className={classes.switch} title={hindrance}>
      <Switch
        size="xs"
        checked={on}
        onChange={toggle}
        disabled={hindrance !== undefined}
        aria-busy={busy || undefined}
        aria-label={t`Jail ${jail.name} runs`}
      />
      <StopDialog jail={jail} opened={asking} onConfirm={() => control('stop')} onClose={() => setAsking(false)} />
    </span>
  )
}
