import { useLingui } from '@lingui/react/macro'
import type { RevisionPhase } from '@/api/types'
import { Chip } from '@/ui/Chip'
import { phaseWords } from './revisionWords'

/** How a revision is, in a word or two; what that means is in the tooltip. */
export function PhaseChip({ phase }: { phase: RevisionPhase }) {
  const { t } = useLingui()
  const { name, tone, means } = phaseWords[phase]
  return (
    <span title={t(means)}>
      <Chip tone={tone === 'idle' ? undefined : tone}>{t(name)}</Chip>
    </span>
  )
}
