import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { putJob } from '@/api/jobs'
import { makeBlocklist, makeContents } from '@/testing/makeBlocklist'
import { makeRunningJob } from '@/testing/makeJob'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { BlocklistsPage } from './BlocklistsPage'

const one = makeBlocklist()
const off = makeBlocklist({
  id: 2,
  name: 'our own',
  url: '',
  enabled: false,
  health: 'off',
  task: 'blocklist.import.2',
})
const bad = makeBlocklist({
  id: 3,
  name: 'broken',
  health: 'failing',
  failures: 2,
  problem: 'the server answered with 404',
  contents: makeContents({ entries: 5, covered_ipv4: 2 ** 30, memory_bytes: 480 }),
  task: 'blocklist.import.3',
})

const show = (lists = [one, off, bad], permissions?: string[]) => {
  serve({ 'GET /blocklists': () => ({ items: lists, next_cursor: null }) })
  return renderPage(BlocklistsPage, { path: '/blocklists', permissions })
}
/** The window of the tests is narrow, so that lists are items. */
const row = async (name: string) => {
  const link = await screen.findByRole('link', { name })
  return within(link.closest('li') as HTMLElement)
}
const sent = (method: string) => calls.filter((c) => c.method === method).map((c) => [c.path, c.body])

describe('BlocklistsPage', () => {
  it('sums up what is on, and tells of each list how it is', async () => {
    await show()
    const first = await row('attackers')
    for (const text of ['lists.example', 'OK', '1,002', '+12']) expect(first.getByText(text)).toBeTruthy()
    expect((await row('our own')).getByText('uploaded text')).toBeTruthy()
    const broken = await row('broken')
    expect(broken.getByText('Failing').closest('[title]')?.getAttribute('title')).toContain('404')
    expect(broken.getByText('after 2 failures')).toBeTruthy()
    expect(screen.getByText('1,007')).toBeTruthy()
    expect(screen.getByText('of 3 lists')).toBeTruthy()
    expect(screen.getByText('at most 25% of all')).toBeTruthy()
  })

  it('leads to the catalogue while there is none', async () => {
    const { router } = await show([])
    await userEvent.click(await screen.findByRole('button', { name: 'Look at the catalogue' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/blocklists/add'))
  })

  it('imports when asked, shows how far that is, and that it is over', async () => {
    serve({ 'POST /blocklists/1/import': () => ({ ...one, asked: true }) })
    const { client } = await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Import now: attackers' }))
    expect(await screen.findByText('The import starts within seconds…')).toBeTruthy()
    const job = makeRunningJob({ task: one.task, title: 'Import block list attackers' })
    putJob(client, job)
    expect(await screen.findByRole('progressbar', { name: 'Progress of Import block list attackers' })).toBeTruthy()
    expect(screen.getByText(/250 of 1,000/)).toBeTruthy()
    putJob(client, { ...job, state: 'succeeded' })
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull())
    expect(screen.getByRole('button', { name: 'Import now: attackers' })).toHaveProperty('disabled', false)
  })

  it('says why a list is not imported that soon', async () => {
    const mend = 'Try again in 4m0s.'
    serve({
      'POST /blocklists/1/import': () => problem(429, 'too_many', 'it may be fetched every 5m at most', { mend }),
    })
    await show()
    await userEvent.click(await screen.findByRole('button', { name: 'Import now: attackers' }))
    expect(await screen.findByText(/It may be fetched every 5m at most/)).toBeTruthy()
    expect(screen.getByText(/Try again in 4m0s/)).toBeTruthy()
  })

  it('switches a list off, and takes that back', async () => {
    serve({ 'PATCH /blocklists/1': ({ body }) => ({ ...one, ...(body as object) }) })
    await show()
    await userEvent.click(await screen.findByRole('switch', { name: 'attackers is on' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    await waitFor(() =>
      expect(sent('PATCH')).toEqual([
        ['/blocklists/1', { enabled: false }],
        ['/blocklists/1', { enabled: true }],
      ]),
    )
  })

  it('lets viewers look only, and operators import', async () => {
    const { unmount } = await show([one], ['blocklists.read'])
    expect(await screen.findByRole('button', { name: 'Import now: attackers' })).toHaveProperty('disabled', true)
    expect(screen.getByRole('button', { name: 'Add a list' })).toHaveProperty('disabled', true)
    expect(screen.getByRole('switch', { name: 'attackers is on' })).toHaveProperty('disabled', true)
    unmount()
    await show([one], ['blocklists.read', 'blocklists.import'])
    expect(await screen.findByRole('button', { name: 'Import now: attackers' })).toHaveProperty('disabled', false)
    expect(screen.getByRole('switch', { name: 'attackers is on' })).toHaveProperty('disabled', true)
  })

  it('lets operators cancel an import', async () => {
    const importing = { ...one, asked: true, job: makeRunningJob({ task: one.task }) }
    serve({ 'POST /blocklists/1/cancel': () => ({ ...importing, job: null, asked: false }) })
    await show([importing], ['blocklists.read', 'blocklists.import'])
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel…' }))
    expect(await screen.findByText(/What was in force before stays/)).toBeTruthy()
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel this run' }))
    expect(await screen.findByRole('button', { name: 'Import now: attackers' })).toBeTruthy()
    expect(sent('POST').map(([path]) => path)).toEqual(['/blocklists/1/cancel'])
  })
})
