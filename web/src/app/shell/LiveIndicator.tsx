import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { LiveState } from '@/api/live'
import { useLiveState } from '@/api/useLive'
import { StatusDot, type Tone } from '@/ui/StatusDot'
import classes from './LiveIndicator.module.css'

const states: Record<LiveState, { tone: Tone; words: ReactNode }> = {
  off: { tone: 'idle', words: <Trans>Paused</Trans> },
  connecting: { tone: 'idle', words: <Trans>Connecting…</Trans> },
  live: { tone: 'ok', words: <Trans>Live</Trans> },
  waiting: { tone: 'warn', words: <Trans>Reconnecting…</Trans> },
}

/** Whether what is shown renews itself. */
export function LiveIndicator() {
  const { tone, words } = states[useLiveState()]
  return (
    <span className={classes.live} role="status">
      <StatusDot tone={tone}>{words}</StatusDot>
    </span>
  )
}
