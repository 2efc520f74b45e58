import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { jobLines } from '@/api/jobs'
import type { Job, JobLine } from '@/api/types'

const pollMs = 1_000

/** The lines of a job's log: all at first, then only those that came since; asked for each second while the job runs. */
export function useJobLines({ id, state, ended_at }: Job) {
  const client = useQueryClient()
  const queryKey = ['job-lines', id]
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const known = client.getQueryData<JobLine[]>(queryKey) ?? []
      return [...known, ...(await jobLines(id, known.at(-1)?.n ?? 0, signal))]
    },
    refetchInterval: state === 'running' && pollMs,
  })
  const { refetch } = query
  // The last lines come with the end.
  useEffect(() => {
    if (ended_at) void refetch()
  }, [ended_at, refetch])
  return query
}
