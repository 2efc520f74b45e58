import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { makeBlocklist, makeListPreview, makeOffer } from '@/testing/makeBlocklist'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { AddListPage } from './AddListPage'
import { addListSearch } from './search'

const show = (search = '', permissions?: string[]) => {
  serve({
    'GET /blocklists/catalogue': () => ({
      items: [makeOffer(), makeOffer({ key: 'worse', name: 'Worse ones', caution: 'Shuts out many.', lists: [4] })],
      next_cursor: null,
    }),
  })
  const url = `/blocklists/add${search}`
  return renderPage(AddListPage, { path: '/blocklists/add', url, search: addListSearch, permissions })
}
const sent = (path: string) => calls.filter((c) => c.method === 'POST' && c.path === path).map((c) => c.body)

describe('AddListPage', () => {
  it('offers the catalogue with terms, and takes what was picked as it should be fetched', async () => {
    serve({ 'POST /blocklists': () => Response.json(makeBlocklist({ id: 5 }), { status: 201 }) })
    const { router } = await show()
    expect((await screen.findAllByText('every hour at most, as its makers ask')).length).toBe(2)
    expect(screen.getByText('Shuts out many.')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'You have it already' })).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Choose Bad ones' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Add the list' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/blocklists/5'))
    expect(sent('/blocklists')).toMatchObject([
      { catalogue: 'bad-ones', name: 'Bad ones', format: { kind: 'csv', column: 'ip' }, min_interval_seconds: 3600 },
    ])
  })

  it('previews nothing without an address, and says when a preview is old', async () => {
    serve({ 'POST /blocklists/preview': () => makeListPreview() })
    await show('?from=url')
    await userEvent.click(await screen.findByRole('button', { name: 'Look at it' }))
    expect(screen.getByText('It cannot be left empty.')).toBeTruthy()
    expect(sent('/blocklists/preview')).toEqual([])
    await userEvent.type(screen.getByRole('textbox', { name: /^Address/ }), 'https://a.example/l')
    await userEvent.click(screen.getByRole('button', { name: 'Look at it' }))
    expect(await screen.findByText('198.51.100.0/24')).toBeTruthy()
    expect(screen.getByText('about 96 kB in the kernel of each host')).toBeTruthy()
    expect(screen.queryByText(/The settings have changed since/)).toBeNull()
    await userEvent.click(screen.getByLabelText('Block wide networks, too'))
    expect(screen.getByText(/The settings have changed since/)).toBeTruthy()
  })

  it('puts what the server refuses at its field', async () => {
    const errors = [
      { location: 'body.schedule.every_seconds', message: 'use 300 or more' },
      { location: 'body.allow_private[0]', message: 'no address' },
    ]
    serve({ 'POST /blocklists': () => problem(422, 'invalid', 'cannot be kept', { errors }) })
    await show('?from=url')
    await userEvent.type(await screen.findByRole('textbox', { name: /^Name/ }), 'mine')
    await userEvent.type(screen.getByRole('textbox', { name: /^Address/ }), 'https://a.example/l')
    await userEvent.click(screen.getByRole('button', { name: 'Add the list' }))
    expect(await screen.findByText('Use 300 or more.')).toBeTruthy()
    expect(screen.getByText('No address.')).toBeTruthy()
    expect(screen.getByText('Not saved: see what is said at the fields above.')).toBeTruthy()
  })

  it('takes a file, and refuses one that is damaged', async () => {
    serve({ 'POST /blocklists': () => Response.json(makeBlocklist({ id: 6, url: '' }), { status: 201 }) })
    const { container } = await show('?from=text')
    await userEvent.type(await screen.findByRole('textbox', { name: /^Name/ }), 'mine')
    const input = container.ownerDocument.querySelector('input[type=file]') as HTMLInputElement
    await userEvent.upload(input, new File([new Uint8Array([0x1f, 0x8b, 1])], 'bad.gz'))
    expect(await screen.findByText('The file is damaged: it cannot be unpacked.')).toBeTruthy()
    await userEvent.upload(input, new File(['192.0.2.1\n'], 'mine.txt'))
    expect(await screen.findByText('mine.txt, 10 byte')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Add the list' }))
    await waitFor(() => expect(sent('/blocklists')).toMatchObject([{ name: 'mine', text: '192.0.2.1\n', url: '' }]))
  })

  it('shows no form to whom may not add', async () => {
    await show('?from=url', ['blocklists.read'])
    expect(await screen.findByText('Only administrators may change what is blocked from lists.')).toBeTruthy()
    expect(screen.queryByRole('textbox', { name: /^Name/ })).toBeNull()
  })
})
