import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, must } from './client'
import type { Job, JobLine, JobList, Schedule, ScheduleChange } from './types'

/** What the list of past jobs is narrowed to. */
export interface JobFilters {
  task?: string
  state?: Job['state']
}

const pageSize = 30

/** All schedules, with what runs of them now and what ran last. */
export const schedulesQuery = queryOptions({
  queryKey: ['get', '/schedules'],
  queryFn: async ({ signal }) => must(await api.GET('/schedules', { signal })),
})

/** Jobs that run and that ran, newest first, by pages. */
export const jobsQuery = (filters: JobFilters) =>
  infiniteQueryOptions({
    queryKey: ['get', '/jobs', filters],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filters, limit: pageSize, cursor: pageParam }
      return must(await api.GET('/jobs', { params: { query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

/** One job, with the lines of its log so far. */
export const jobQuery = (id: Job['id']) =>
  queryOptions({
    queryKey: ['get', '/jobs/{id}', id],
    queryFn: async ({ signal }) => must(await api.GET('/jobs/{id}', { params: { path: { id } }, signal })),
  })

/** The lines of a job's log after line `after`; 0 asks for all. */
export async function jobLines(id: Job['id'], after: number, signal?: AbortSignal): Promise<JobLine[]> {
  return must(await api.GET('/jobs/{id}/lines', { params: { path: { id }, query: { after } }, signal })).items
}

/** Asks for a run of a task besides its schedule; it starts within a second. Fails with `conflict` if it runs or is asked for already. */
export async function runNow(task: string): Promise<void> {
  await api.POST('/schedules/{task}/run', { params: { path: { task } } })
}

/** Asks a job to stop. It does so at its next step, so the answer still runs as a rule. */
export async function cancelJob(id: Job['id']): Promise<Job> {
  return must(await api.POST('/jobs/{id}/cancel', { params: { path: { id } } }))
}

/** Changes when a task runs, or whether it does. */
export async function changeSchedule(task: string, change: ScheduleChange): Promise<Schedule> {
  return must(await api.PATCH('/schedules/{task}', { params: { path: { task } }, body: change }))
}

/** What the answers about block lists tell of the imports of each. */
interface Imported {
  task: string
  asked: boolean
  job: Job | null
}

/** Writes a job that imports a block list into the answers that have the list. */
function putImport(client: QueryClient, job: Job): void {
  const withImport = <L extends Imported>(list: L): L => {
    if (list.task !== job.task) return list
    if (job.state === 'running') return { ...list, asked: true, job }
    return list.job && list.job.id !== job.id ? list : { ...list, asked: false, job: null }
  }
  client.setQueriesData<{ items: Imported[] }>(
    { queryKey: ['get', '/blocklists'] },
    (old) => old && { ...old, items: old.items.map(withImport) },
  )
  client.setQueriesData<Imported>({ queryKey: ['get', '/blocklists/{id}'] }, (old) => old && withImport(old))
}

/** Writes a job's new state into every cached answer that has it, and puts a new one on top of the lists that it belongs to. */
export function putJob(client: QueryClient, job: Job): void {
  client.setQueryData(
    schedulesQuery.queryKey,
    (old) => old && { ...old, items: old.items.map((s) => (s.task === job.task ? withJob(s, job) : s)) },
  )
  client.setQueryData(jobQuery(job.id).queryKey, (old) => old && { ...old, ...job })
  putImport(client, job)
  for (const [key, old] of client.getQueriesData<Pages>({ queryKey: ['get', '/jobs'] }))
    if (old) client.setQueryData(key, withListed(old, job, fits(job, key[2] as JobFilters)))
}

type Pages = InfiniteData<JobList, string | undefined>

function withJob(schedule: Schedule, job: Job): Schedule {
  if (job.state === 'running') return { ...schedule, running: job }
  return {
    ...schedule,
    running: schedule.running?.id === job.id ? null : schedule.running,
    last: newer(schedule.last, job),
  }
}

function newer(last: Job | null, job: Job): Job {
  return last && last.id > job.id ? last : job
}

function fits(job: Job, { task, state }: JobFilters): boolean {
  return (!task || task === job.task) && (!state || state === job.state)
}

function withListed(old: Pages, job: Job, belongs: boolean): Pages {
  const there = old.pages.some((page) => page.items.some((j) => j.id === job.id))
  if (!there && !belongs) return old
  return {
    ...old,
    pages: old.pages.map((page, i) => {
      if (!there) return i === 0 ? { ...page, items: [job, ...page.items] } : page
      const items = belongs
        ? page.items.map((j) => (j.id === job.id ? job : j))
        : page.items.filter((j) => j.id !== job.id)
      return { ...page, items }
    }),
  }
}
