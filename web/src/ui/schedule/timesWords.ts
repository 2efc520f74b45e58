import { t } from '@lingui/core/macro'
import { durationWords } from '@/lib/durationWords'
import { cronWords } from './cronWords'

/** When something happens by itself: an interval or a cron expression in a time zone, or neither. */
export interface Times {
  every_seconds?: number
  cron?: string
  zone?: string
}

/** "every 10 minutes", "every Monday at 04:00"; for a cron expression without short words the expression itself. */
export function timesWords({ every_seconds: every = 0, cron = '' }: Times): string {
  if (every > 0) return t`every ${lengthWords(every)}`
  if (cron !== '') return cronWords(cron) ?? cron
  return t`on demand only`
}

/** "hour", "2 hours": one of a unit goes without its number, as it stands after "every". */
function lengthWords(seconds: number): string {
  const single: Record<number, string> = { 60: t`minute`, 3600: t`hour`, 86400: t`day`, 604800: t`week` }
  return single[seconds] ?? durationWords(seconds)
}
