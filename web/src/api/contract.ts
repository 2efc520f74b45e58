/** What the server will say of jobs and schedules, until the generated types have it. */
export interface Job {
  id: number
  task: string
  title: string
  state: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'lost' | 'released'
  cause: 'schedule' | 'manual'
  actor: string
  replica: string
  started_at: string
  ended_at: string | null
  took_ms: number
  outcome: string
  progress: { done: number; total: number; doing: string } | null
  cancel_requested_at: string | null
  cancel_requested_by: string
}

export interface JobLine {
  n: number
  at: string
  level: 'info' | 'warn'
  text: string
}

export interface Times {
  every_seconds: number
  cron: string
  zone: string
  missed: 'once' | 'skip'
}

export interface Schedule extends Times {
  task: string
  title: string
  description: string
  enabled: boolean
  custom: boolean
  default: Times
  next_run_at: string | null
  running: Job | null
  last: Job | null
}

interface List<T> {
  items: T[]
  next_cursor: string | null
}

type Answer<T> = { responses: { 200: { content: { 'application/json': T } } } }
type Accepted<T> = { responses: { 202: { content: { 'application/json': T } } } }

export interface MorePaths {
  '/schedules': { get: Answer<List<Schedule>> }
  '/schedules/{task}': {
    patch: Answer<Schedule> & {
      parameters: { path: { task: string } }
      requestBody: {
        content: {
          'application/json': Partial<Times> & { enabled?: boolean; reset?: boolean }
        }
      }
    }
  }
  '/schedules/{task}/run': { post: Accepted<object> & { parameters: { path: { task: string } } } }
  '/jobs': {
    get: Answer<List<Job>> & {
      parameters: { query?: { task?: string; state?: Job['state']; cursor?: string; limit?: number } }
    }
  }
  '/jobs/{id}': { get: Answer<Job & { lines: JobLine[] }> & { parameters: { path: { id: number } } } }
  '/jobs/{id}/lines': {
    get: Answer<List<JobLine>> & { parameters: { path: { id: number }; query?: { after?: number } } }
  }
  '/jobs/{id}/cancel': { post: Accepted<Job> & { parameters: { path: { id: number } } } }
}
