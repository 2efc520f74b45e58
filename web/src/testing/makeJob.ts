import type { Job, Schedule } from '@/api/types'

/** A run of the session clean-up that went well. */
export function makeJob(over: Partial<Job> = {}): Job {
  return {
    id: 7,
    task: 'session.cleanup',
    title: 'Remove expired sessions',
    state: 'succeeded',
    cause: 'schedule',
    actor: '',
    replica: 'web-1/4711/k3f9',
    started_at: '2026-10-12T04:00:00Z',
    ended_at: '2026-10-12T04:00:01Z',
    outcome: 'removed 3 sessions and limits',
    progress: null,
    cancel_requested_at: null,
    cancel_requested_by: '',
    ...over,
  }
}

/** One that is at work. */
export function makeRunningJob(over: Partial<Job> = {}): Job {
  return makeJob({
    id: 8,
    state: 'running',
    ended_at: null,
    outcome: '',
    progress: { done: 250, total: 1000, doing: 'host web-1' },
    ...over,
  })
}

/** The session clean-up every ten minutes, as it comes. */
export function makeSchedule(over: Partial<Schedule> = {}): Schedule {
  const times = { every_seconds: 600, cron: '', zone: '', missed: 'once' } as const
  return {
    task: 'session.cleanup',
    title: 'Remove expired sessions',
    description: 'Ended sign-ins and old counters of limits go.',
    ...times,
    default: times,
    enabled: true,
    custom: false,
    next_run_at: new Date(Date.now() + 300_000).toISOString(),
    asked_by: '',
    running: null,
    last: makeJob(),
    ...over,
  }
}
