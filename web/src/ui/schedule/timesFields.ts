import { parseDuration } from '@/lib/duration'
import { durationText } from '@/lib/durationText'
import type { Times } from './timesWords'

/** What makes something happen. */
export type Mode = 'every' | 'cron' | 'demand'

/** Times as a form holds them; what the other modes hold stays while one looks at them. */
export interface TimesFields {
  mode: Mode
  /** A length of time such as "10m". */
  every: string
  cron: string
  zone: string
}

/** The times as they are, with proposals for the modes that they do not use. */
export function timesFieldsOf({ every_seconds: every = 0, cron, zone }: Times): TimesFields {
  return {
    mode: every > 0 ? 'every' : cron ? 'cron' : 'demand',
    every: durationText(every > 0 ? every : 3600),
    cron: cron || '0 4 * * *',
    zone: zone || 'UTC',
  }
}

/** Whether the length of time makes no sense; of all else the server is the judge. */
export function everyFaulty({ mode, every }: TimesFields): boolean {
  return mode === 'every' && (parseDuration(every) ?? 0) < 1
}

/** What is to be sent to the server; what the mode does not need is cleared. */
export function timesOf({ mode, every, cron, zone }: TimesFields): {
  every_seconds: number
  cron: string
  zone?: string
} {
  if (mode === 'every') return { every_seconds: parseDuration(every) ?? 0, cron: '' }
  if (mode === 'cron') return { every_seconds: 0, cron: cron.trim(), zone: zone.trim() }
  return { every_seconds: 0, cron: '' }
}
