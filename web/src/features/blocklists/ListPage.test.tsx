import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { blocklistQuery } from '@/api/blocklists'
import type { Blocklist } from '@/api/types'
import { makeBlocklist, makeContents, makeImport, makeListPreview } from '@/testing/makeBlocklist'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { ListPage } from './ListPage'
import { listSearch } from './search'

const show = async (list: Partial<Blocklist> = {}, search = '', permissions?: string[]) => {
  serve({
    'GET /blocklists/1': () => makeBlocklist(list),
    'GET /blocklists/1/runs': () => ({ items: [makeImport()], next_cursor: null }),
    'GET /blocklists/1/runs/3': () => ({
      ...makeImport(),
      hosts: [{ host: 'web-1', at: '2026-10-12T04:00:03Z', took_seconds: 0.8 }],
    }),
    'GET /blocklists/1/entries': ({ path }) => ({
      items: path.includes('q=') ? [] : [{ network: '192.0.2.0/24', since: '2026-10-12T04:00:00Z' }],
      next_cursor: null,
    }),
  })
  return renderPage(ListPage, {
    path: '/blocklists/$id',
    url: `/blocklists/1${search}`,
    search: listSearch,
    permissions,
  })
}
const sent = (method: string) => calls.filter((c) => c.method === method).map((c) => [c.path, c.body])
const shrunk = {
  health: 'alert',
  alert: { kind: 'shrank', at: '2026-10-12T04:00:00Z', message: 'the list has shrunk', before: 1002, after: 90 },
  held: makeContents({ revision: 8, entries: 90, covered_ipv4: 95, added: 1, removed: 913 }),
} as const

describe('ListPage', () => {
  it('tells what a list has and where it is from', async () => {
    await show({ allow_private: ['10.0.0.5'] })
    expect(await screen.findByText('https://lists.example/all.txt')).toBeTruthy()
    for (const text of ['1,000 single addresses, 2 networks', '1,001 IPv4, 1 IPv6', '10.0.0.5'])
      expect(screen.getAllByRole('definition').map((dd) => dd.textContent)).toContain(text)
    expect(screen.getByText(/every day/)).toBeTruthy()
  })

  it('shows what would be, and accepts just that', async () => {
    serve({ 'POST /blocklists/1/accept': () => makeBlocklist() })
    await show(shrunk)
    expect(await screen.findByText('The list has shrunk.')).toBeTruthy()
    expect(screen.getByText('90')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Accept…' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Accept what attackers has now?' }))
    expect(dialog.getByText(/1 entries are added and 913 removed/)).toBeTruthy()
    await userEvent.click(dialog.getByRole('button', { name: 'Accept 90 entries' }))
    await screen.findByText('The new contents of attackers come into force.')
    expect(sent('POST')).toEqual([['/blocklists/1/accept', { revision: 8 }]])
  })

  it('lets nobody accept who may not, and shows no form', async () => {
    await show(shrunk, '?part=settings', ['blocklists.read'])
    expect(await screen.findByRole('button', { name: 'Accept…' })).toHaveProperty('disabled', true)
    expect(await screen.findByText(/Only administrators may change what is blocked from lists/)).toBeTruthy()
    expect(screen.queryByLabelText('Priority')).toBeNull()
  })

  it('says why the last imports failed', async () => {
    await show({ health: 'failing', failures: 3, problem: 'no such host' })
    expect(await screen.findByText('The last 3 imports failed.')).toBeTruthy()
    expect(screen.getByText(/No such host\./)).toBeTruthy()
  })

  it('tells all of one import', async () => {
    await show({}, '?part=imports')
    await userEvent.click(await screen.findByText('Imported'))
    const log = within(await screen.findByRole('dialog', { name: 'Import of attackers' }))
    for (const text of ['HTTP 200', 'a host name', 'name.example', 'web-1', 'after 800 ms', 'Job 8'])
      expect(await log.findByText(text)).toBeTruthy()
  })

  it('searches the entries, and says what is no address', async () => {
    await show({}, '?part=entries')
    expect(await screen.findByText('192.0.2.0/24')).toBeTruthy()
    const field = screen.getByLabelText('Search the entries')
    await userEvent.type(field, '192.0.2')
    expect(await screen.findByText('This is neither an address nor a network')).toBeTruthy()
    await userEvent.type(field, '.7')
    expect(await screen.findByText('Nothing in the list touches 192.0.2.7')).toBeTruthy()
    expect(calls.filter((c) => c.path.includes('/entries')).at(-1)?.path).toContain('q=192.0.2.7')
  })

  it('changes only what was changed, with a look before', async () => {
    serve({
      'POST /blocklists/preview': () => makeListPreview({ before: 993, added: 12, removed: 3 }),
      'PATCH /blocklists/1': () => makeBlocklist({ priority: 7 }),
    })
    await show({}, '?part=settings')
    const priority = await screen.findByLabelText('Priority')
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true)
    await userEvent.clear(priority)
    await userEvent.type(priority, '7')
    await userEvent.click(screen.getByRole('button', { name: 'Look at it' }))
    expect(await screen.findByText('others')).toBeTruthy()
    expect(screen.getByText('ada uses BanGUI from here')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await screen.findByText('attackers is changed.')
    expect(sent('PATCH')).toEqual([['/blocklists/1', { priority: 7 }]])
    expect(sent('POST')[0]?.[1]).toMatchObject({ list: 1, url: 'https://lists.example/all.txt' })
  })

  it('leaves alone what somebody else has changed since the edit began', async () => {
    serve({ 'PATCH /blocklists/1': () => makeBlocklist({ priority: 7 }) })
    const { client } = await show({}, '?part=settings')
    const priority = await screen.findByLabelText('Priority')
    await userEvent.clear(priority)
    await userEvent.type(priority, '7')
    act(() => client.setQueryData(blocklistQuery(1).queryKey, makeBlocklist({ name: 'renamed', enabled: false })))
    expect(await screen.findByRole('heading', { name: 'renamed' })).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await screen.findByText('attackers is changed.')
    expect(sent('PATCH')).toEqual([['/blocklists/1', { priority: 7 }]])
  })

  it('shows a file by its name, also after a look at another tab', async () => {
    const { container } = await show({ url: '' }, '?part=settings')
    await screen.findByRole('textbox', { name: /^Text/ })
    const input = container.ownerDocument.querySelector('input[type=file]') as HTMLInputElement
    await userEvent.upload(input, new File(['192.0.2.1\n'], 'mine.txt'))
    expect(await screen.findByText('mine.txt, 10 byte')).toBeTruthy()
    await userEvent.click(screen.getByRole('tab', { name: /^Entries/ }))
    await screen.findByText('192.0.2.0/24')
    await userEvent.click(screen.getByRole('tab', { name: /^Settings/ }))
    expect(await screen.findByText('mine.txt, 10 byte')).toBeTruthy()
    expect(screen.queryByRole('textbox', { name: /^Text/ })).toBeNull()
  })

  it('deletes after a question that says what is no longer blocked', async () => {
    serve({ 'DELETE /blocklists/1': () => new Response(null, { status: 204 }) })
    const { router } = await show({}, '?part=settings')
    await userEvent.click(await screen.findByRole('button', { name: 'Delete the list…' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete attackers?' }))
    expect(dialog.getByText(/Its 1,002 entries are no longer blocked/)).toBeTruthy()
    expect(sent('DELETE')).toEqual([])
    await userEvent.click(dialog.getByRole('button', { name: 'Delete the list' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/blocklists'))
    expect(sent('DELETE')).toEqual([['/blocklists/1', undefined]])
  })

  it('says that a list is gone', async () => {
    serve({ 'GET /blocklists/9': () => problem(404, 'not_found', 'no such list') })
    await renderPage(ListPage, { path: '/blocklists/$id', url: '/blocklists/9', search: listSearch })
    expect(await screen.findByText('There is no such block list.')).toBeTruthy()
  })
})
