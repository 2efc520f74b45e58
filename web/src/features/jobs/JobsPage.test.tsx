import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { putJob } from '@/api/jobs'
import { makeJob, makeRunningJob, makeSchedule } from '@/testing/makeJob'
import { makeReplica } from '@/testing/makeReplica'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { JobsPage } from './JobsPage'
import { jobsSearch } from './search'

const idle = makeSchedule()
const weekly = makeSchedule({
  task: 'history.cleanup',
  title: 'Remove old bans',
  every_seconds: 0,
  cron: '0 4 * * 1',
  zone: 'Europe/Berlin',
  custom: true,
})
const busy = makeSchedule({
  task: 'host.probe',
  title: 'Compare hosts',
  running: makeRunningJob({ task: 'host.probe', title: 'Compare hosts' }),
})

beforeEach(() => {
  serve({
    'GET /schedules': () => ({ items: [idle, weekly, busy], next_cursor: null }),
    'GET /jobs': ({ path }) =>
      path.includes('cursor=next')
        ? { items: [makeJob({ id: 3, title: 'An old one' })], next_cursor: null }
        : {
            items: [makeJob(), makeJob({ id: 6, state: 'failed', cause: 'manual', actor: 'ada' })],
            next_cursor: 'next',
          },
    'GET /replicas': () => ({ items: [makeReplica()], next_cursor: null }),
    'PATCH /schedules/session.cleanup': ({ body }) => ({ ...idle, ...(body as object) }),
    'POST /schedules/session.cleanup/run': () => Response.json({}, { status: 202 }),
    'POST /jobs/8/cancel': () =>
      Response.json(
        makeRunningJob({
          task: 'host.probe',
          title: 'Compare hosts',
          cancel_requested_at: '2026-10-12T05:00:00Z',
          cancel_requested_by: 'ada',
        }),
        { status: 202 },
      ),
  })
})

const show = (options: { url?: string; permissions?: string[] } = {}) =>
  renderPage(JobsPage, { path: '/jobs', search: jobsSearch, ...options })
const rowOf = async (name: string) =>
  within(
    await within(await screen.findByRole('table', { name: 'Schedules' })).findByRole('row', { name: new RegExp(name) }),
  )
const sent = (method: string) => calls.filter((c) => c.method === method).map((c) => [c.path, c.body])

describe('JobsPage', () => {
  it('tells what runs, what will run and what ran', async () => {
    await show()
    expect((await rowOf('Remove expired sessions')).getByText('every 10 minutes')).toBeTruthy()
    const row = await rowOf('Remove old bans')
    expect(row.getByText('every Monday at 04:00')).toBeTruthy()
    expect(row.getByText('0 4 * * 1')).toBeTruthy()
    expect(row.getByText(/Europe\/Berlin/)).toBeTruthy()
    const bar = screen.getByRole('progressbar', { name: 'Progress of Compare hosts' })
    expect(bar.getAttribute('aria-valuenow')).toBe('25')
    expect(screen.getByText(/250 of 1,000/)).toBeTruthy()
    const history = within(await screen.findByRole('table', { name: 'History' }))
    expect(history.getByText('By ada')).toBeTruthy()
    expect((await screen.findAllByText('web-1')).length).toBeGreaterThan(0)
  })

  it('shows more of the history on request', async () => {
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Show more' }))
    expect(await screen.findByText('An old one')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
  })

  it('narrows the history, in the URL', async () => {
    const { router } = await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Failed' }))
    await waitFor(() => expect(router.state.location.search).toEqual({ state: 'failed' }))
    await userEvent.selectOptions(await screen.findByLabelText('Task'), 'history.cleanup')
    await waitFor(() => expect(calls.at(-1)?.path).toMatch(/state=failed&task=history.cleanup/))
  })

  it('switches a schedule off, with an undo', async () => {
    await show()
    await userEvent.click(
      (await rowOf('Remove expired')).getByRole('switch', { name: 'Remove expired sessions runs by itself' }),
    )
    expect(await screen.findByText('“Remove expired sessions” is switched off.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() =>
      expect(sent('PATCH')).toEqual([
        ['/schedules/session.cleanup', { enabled: false }],
        ['/schedules/session.cleanup', { enabled: true }],
      ]),
    )
  })

  it('runs a task now, and not while it runs', async () => {
    await show()
    await userEvent.click((await rowOf('Remove expired')).getByRole('button', { name: /Run now/ }))
    expect(await screen.findByText('“Remove expired sessions” starts within seconds.')).toBeTruthy()
    expect((await rowOf('Compare hosts')).getByRole('button', { name: /Run now/ })).toHaveProperty('disabled', true)
  })

  it('shows what the server says of a schedule at its field, and saves it', async () => {
    await show()
    await userEvent.click((await rowOf('Remove expired')).getByRole('button', { name: /Edit/ }))
    const sheet = within(await screen.findByRole('dialog', { name: 'Remove expired sessions' }))
    await userEvent.click(await sheet.findByRole('radio', { name: 'Calendar' }))
    serve({
      'PATCH /schedules/session.cleanup': () =>
        problem(422, 'invalid', 'the schedule is not valid', {
          errors: [{ location: 'body.cron', message: 'expected 5 fields' }],
        }),
    })
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }))
    expect(await sheet.findByText('Expected 5 fields.')).toBeTruthy()
    serve({ 'PATCH /schedules/session.cleanup': ({ body }) => ({ ...idle, ...(body as object), custom: true }) })
    const field = sheet.getByLabelText('Cron expression')
    await userEvent.clear(field)
    await userEvent.type(field, '30 3 * * *')
    expect(sheet.getByText('every day at 03:30')).toBeTruthy()
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('Remove expired sessions: every day at 03:30')).toBeTruthy()
    expect(sent('PATCH').at(-1)).toEqual([
      '/schedules/session.cleanup',
      { every_seconds: 0, cron: '30 3 * * *', zone: 'UTC', missed: 'once' },
    ])
  })

  it('cancels after a question', async () => {
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel…' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Cancel “Compare hosts”?' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel this run' }))
    expect(await screen.findByText('Stopping, as ada asked…')).toBeTruthy()
  })

  it('only shows to those who may not change', async () => {
    await show({ permissions: ['jobs.read', 'replicas.read'] })
    const row = await rowOf('Remove expired')
    expect(row.getByRole('switch')).toHaveProperty('disabled', true)
    expect(row.queryByRole('button')).toBeNull()
    expect(screen.getByRole('button', { name: 'Cancel…' })).toHaveProperty('disabled', true)
  })

  it('follows the live stream', async () => {
    const { client } = await show()
    await screen.findByText(/250 of 1,000/)
    putJob(
      client,
      makeRunningJob({
        task: 'host.probe',
        title: 'Compare hosts',
        progress: { done: 900, total: 1000, doing: 'host web-2' },
      }),
    )
    expect(await screen.findByText(/900 of 1,000/)).toBeTruthy()
    putJob(client, makeJob({ id: 8, task: 'host.probe', outcome: 'all alike' }))
    expect(await screen.findByText('Nothing runs at this moment.')).toBeTruthy()
    expect((await screen.findAllByText('all alike')).length).toBe(2)
  })

  it('says in the block what failed', async () => {
    serve({ 'GET /jobs': () => problem(500, 'internal', 'no history today') })
    await show()
    expect(await screen.findByText('No history today.')).toBeTruthy()
    expect(await screen.findByRole('table', { name: 'Schedules' })).toBeTruthy()
  })
})
