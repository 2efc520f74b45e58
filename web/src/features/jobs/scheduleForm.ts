import type { Schedule, ScheduleChange } from '@/api/types'
import { type TimesFields, timesFieldsOf, timesOf } from '@/ui/schedule/timesFields'

/** A schedule as the form holds it. */
export interface ScheduleFields extends TimesFields {
  missed: Schedule['missed']
}

/** The schedule as it is, with proposals for the modes that it does not use. */
export function fieldsOf(schedule: Schedule): ScheduleFields {
  return { ...timesFieldsOf(schedule), missed: schedule.missed }
}

/** What is to be sent to the server. */
export function changeOf({ missed, ...times }: ScheduleFields): ScheduleChange {
  return times.mode === 'demand' ? timesOf(times) : { ...timesOf(times), missed }
}
