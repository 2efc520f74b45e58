import { useLingui } from '@lingui/react/macro'
import type { TestedLine } from '@/api/types'
import type { Tone } from '@/ui/StatusDot'

interface Words {
  name: string
  tone: Tone | 'accent' | undefined
}

/** What became of a line, in a word. */
export function useOutcomeWords(): Record<TestedLine['outcome'], Words> {
  const { t } = useLingui()
  return {
    matched: { name: t`Matched`, tone: 'bad' },
    remembered: { name: t`Remembered`, tone: 'accent' },
    ignored: { name: t`Ignored`, tone: 'warn' },
    missed: { name: t`Missed`, tone: undefined },
    skipped: { name: t`Left out`, tone: undefined },
    untried: { name: t`Not tried`, tone: undefined },
  }
}
