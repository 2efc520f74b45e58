import { useLingui } from '@lingui/react/macro'
import type { JobState } from '@/api/types'
import { Chip } from '@/ui/Chip'
import { stateWords } from './words'

/** How a job is, in a word; what the word means is in the tooltip. */
export function StateChip({ state }: { state: JobState }) {
  const { t } = useLingui()
  const { name, tone, means } = stateWords[state]
  return (
    <span title={t(means)}>
      <Chip tone={tone === 'idle' ? undefined : tone}>{t(name)}</Chip>
    </span>
  )
}
