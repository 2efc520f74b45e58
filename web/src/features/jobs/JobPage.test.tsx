import { screen } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { putJob } from '@/api/jobs'
import { makeJob, makeRunningJob } from '@/testing/makeJob'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { JobPage } from './JobPage'

const line = (n: number, text: string, level = 'info') => ({ n, at: '2026-10-12T04:00:00Z', level, text })

beforeEach(() => {
  const lines = [line(1, 'first'), line(2, 'odd', 'warn')]
  serve({
    'GET /jobs/8': () => ({ ...makeRunningJob(), lines }),
    'GET /jobs/8/lines': ({ path }) => ({
      items: path.endsWith('after=2') ? [line(3, 'last words')] : path.endsWith('after=3') ? [] : lines,
      next_cursor: null,
    }),
    'GET /replicas': () => ({ items: [], next_cursor: null }),
  })
})

const show = (id = '8') => renderPage(JobPage, { path: '/jobs/$id', url: `/jobs/${id}` })

describe('JobPage', () => {
  it('shows progress and the log, which goes on without repeating itself', async () => {
    const { client } = await show()
    expect(await screen.findByText('first')).toBeTruthy()
    expect(screen.getByText('warning')).toBeTruthy()
    expect(screen.getByText(/250 of 1,000/)).toBeTruthy()
    expect(screen.getByText('web-1 · 4711')).toBeTruthy()
    putJob(client, makeJob({ id: 8, state: 'failed', outcome: 'the disk is full' }))
    expect(await screen.findByText('last words')).toBeTruthy()
    expect(screen.getAllByText('first')).toHaveLength(1)
    expect(screen.getAllByText('The disk is full.')).toHaveLength(2)
    expect(screen.queryByRole('progressbar')).toBeNull()
    expect(calls.filter((c) => c.path.includes('/lines')).map((c) => c.path)[0]).toBe('/jobs/8/lines?after=0')
  })

  it('says that a job is gone', async () => {
    serve({ 'GET /jobs/9': () => problem(404, 'not_found', 'no such job') })
    await show('9')
    expect(await screen.findByText('There is no such job.')).toBeTruthy()
  })
})
