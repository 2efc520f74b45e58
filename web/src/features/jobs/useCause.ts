import { useLingui } from '@lingui/react/macro'
import type { Job } from '@/api/types'

/** Why a job ran, in a word or two: its schedule, or who asked for it. */
export function useCause(): (job: Job) => string {
  const { t } = useLingui()
  return ({ cause, actor }) => {
    if (cause === 'schedule') return t`Schedule`
    return actor ? t`By ${actor}` : t`By hand`
  }
}
