import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { JailStatus } from '@/api/types'
import { StatusDot, type Tone } from '@/ui/StatusDot'

const states: Record<JailStatus['state'], { tone: Tone; words: ReactNode }> = {
  running: { tone: 'ok', words: <Trans>Running</Trans> },
  idle: { tone: 'warn', words: <Trans>Idle</Trans> },
  stopped: { tone: 'idle', words: <Trans>Stopped</Trans> },
}

/** A jail's state in words with its dot. */
export function StateDot({ state }: { state: JailStatus['state'] }) {
  const { tone, words } = states[state]
  return <StatusDot tone={tone}>{words}</StatusDot>
}
