import { useLingui } from '@lingui/react/macro'
import type { Listed } from '@/api/types'
import { StatusDot } from '@/ui/StatusDot'
import { verdictOf } from './verdict'

/** Whether an address is blocked because of a list, in one line. */
export function Verdict({ listed }: { listed: Listed }) {
  const { t } = useLingui()
  const verdict = verdictOf(listed)
  switch (verdict.kind) {
    case 'unlisted':
      return <StatusDot tone="idle">{t`No block list has it`}</StatusDot>
    case 'off':
      return <StatusDot tone="idle">{t`Not blocked: only lists that are off have it`}</StatusDot>
    case 'nowhere':
      return <StatusDot tone="warn">{t`Not blocked: no host has these lists in its kernel`}</StatusDot>
    case 'spared':
      return <StatusDot tone="warn">{t`Let through nevertheless`}</StatusDot>
    case 'partly':
      return (
        <StatusDot tone="warn">{t`Blocked on ${verdict.hosts.join(', ')}, but not all of it or not everywhere`}</StatusDot>
      )
    case 'blocked':
      return <StatusDot tone="ok">{t`Blocked in the kernel of ${verdict.hosts.join(', ')}`}</StatusDot>
  }
}
