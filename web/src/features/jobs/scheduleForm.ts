import type { Schedule, ScheduleChange } from '@/api/types'
import { parseDuration } from '@/lib/duration'
import { durationText } from '@/lib/durationText'

/** What makes a task run. */
export type Mode = 'every' | 'cron' | 'demand'

/** A schedule as the form holds it; what the other modes hold stays while one looks at them. */
export interface ScheduleFields {
  mode: Mode
  /** A length of time such as "10m". */
  every: string
  cron: string
  zone: string
  missed: Schedule['missed']
}

/** The schedule as it is, with proposals for the modes that it does not use. */
export function fieldsOf({ every_seconds, cron, zone, missed }: Schedule): ScheduleFields {
  return {
    mode: every_seconds > 0 ? 'every' : cron !== '' ? 'cron' : 'demand',
    every: durationText(every_seconds > 0 ? every_seconds : 3600),
    cron: cron || '0 4 * * *',
    zone: zone || 'UTC',
    missed,
  }
}

/** Whether the length of time makes no sense; of all else the server is the judge. */
export function everyFaulty({ mode, every }: ScheduleFields): boolean {
  return mode === 'every' && (parseDuration(every) ?? 0) < 1
}

/** What is to be sent to the server. */
export function changeOf({ mode, every, cron, zone, missed }: ScheduleFields): ScheduleChange {
  if (mode === 'every') return { every_seconds: parseDuration(every) ?? 0, cron: '', missed }
  if (mode === 'cron') return { every_seconds: 0, cron: cron.trim(), zone: zone.trim(), missed }
  return { every_seconds: 0, cron: '' }
}
