import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeHost, makeJail, makeResult } from '@/testing/make'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { BanDialog } from './BanDialog'

const Dialog = () => <BanDialog opened onClose={() => undefined} address="" jail={undefined} />

beforeEach(() => {
  serve({
    'GET /hosts': () => ({ items: [makeHost()], next_cursor: null }),
    'GET /hosts/local/jails': () => ({ items: [makeJail()], next_cursor: null, reachable: true }),
  })
})

const orders = () => calls.filter((c) => c.method === 'POST').map((c) => c.body)

const paste = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })

async function open() {
  await renderPage(Dialog, { path: '/bans' })
  const field = await screen.findByLabelText('Addresses or networks')
  // The only jail is chosen by itself.
  await screen.findByText('sshd', { selector: '.mantine-Pill-label' })
  return field
}

describe('BanDialog', () => {
  it('judges what is pasted, and says why words are left out', async () => {
    const field = await open()
    paste(field, '192.0.2.1 192.0.2.1, mail.example.org 192.0.02.1')
    expect(screen.getByText('1 valid')).toBeTruthy()
    expect(screen.getByText('2 invalid')).toBeTruthy()
    expect(screen.getByText('1 duplicate')).toBeTruthy()
    const left = within(screen.getByLabelText('Words that are left out'))
    expect(left.getByText('a host name: give its address')).toBeTruthy()
    expect(left.getByText('leading zeros are ambiguous')).toBeTruthy()
    expect(left.getByText('is there already')).toBeTruthy()
  })

  it('sends the good ones, shows a result for each and keeps what failed to be mended', async () => {
    serve({
      'POST /bans': () => ({
        items: [makeResult(), makeResult({ address: '192.0.2.2', outcome: 'failed', message: 'no such action' })],
        summary: {},
      }),
    })
    const field = await open()
    paste(field, '192.0.2.1 192.0.2.2 rubbish')
    await userEvent.click(screen.getByRole('button', { name: 'Ban 2 addresses' }))
    const results = within(await screen.findByLabelText('Results'))
    expect(results.getByText('banned')).toBeTruthy()
    expect(results.getByText('No such action.')).toBeTruthy()
    expect(orders()).toEqual([{ addresses: ['192.0.2.1', '192.0.2.2'], jail: 'sshd', force: false }])
    expect((field as HTMLTextAreaElement).value).toBe('192.0.2.2\nrubbish')
  })

  it('asks a second time, and sends force only for what needs it', async () => {
    serve({
      'POST /bans': ({ body }) =>
        (body as { force: boolean }).force
          ? { items: [makeResult({ address: '127.0.0.1' })], summary: {} }
          : {
              items: [
                makeResult(),
                makeResult({
                  address: '127.0.0.1',
                  outcome: 'needs_confirmation',
                  code: 'loopback',
                  message: 'loopback',
                }),
              ],
              summary: {},
            },
    })
    paste(await open(), '192.0.2.1 127.0.0.1')
    await userEvent.click(screen.getByRole('button', { name: 'Ban 2 addresses' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Ban anyway' }))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Ban anyway' })).toBeNull())
    expect(orders()[1]).toEqual({ addresses: ['127.0.0.1'], jail: 'sshd', force: true })
    expect(within(screen.getByLabelText('Results')).getAllByText('banned')).toHaveLength(2)
  })

  it('bans in each jail that is chosen', async () => {
    serve({
      'GET /hosts/local/jails': () => ({
        items: [makeJail(), makeJail({ name: 'recidive' })],
        next_cursor: null,
        reachable: true,
      }),
      'POST /bans': ({ body }) => ({
        items: [makeResult({ jail: (body as { jail: string }).jail })],
        summary: {},
      }),
    })
    await renderPage(Dialog, { path: '/bans' })
    paste(await screen.findByLabelText('Addresses or networks'), '192.0.2.1')
    const jails = screen.getByLabelText('Jails', { selector: 'input' })
    for (const jail of ['sshd', 'recidive']) {
      await userEvent.click(jails)
      await userEvent.click(await screen.findByRole('option', { name: jail }))
    }
    await userEvent.click(screen.getByRole('button', { name: 'Ban 1 address' }))
    const results = within(await screen.findByLabelText('Results'))
    expect(results.getAllByText('banned')).toHaveLength(2)
    expect(results.getByText('recidive')).toBeTruthy()
    expect(orders().map((body) => (body as { jail: string }).jail)).toEqual(['sshd', 'recidive'])
  })

  it('puts what the server says of a field at the field, and the rest above the buttons', async () => {
    let answer = problem(422, 'invalid', 'bad input', { errors: [{ location: 'body.reason', message: 'too long' }] })
    serve({ 'POST /bans': () => answer })
    paste(await open(), '192.0.2.1')
    await userEvent.click(screen.getByRole('button', { name: 'Ban 1 address' }))
    expect(await screen.findByText('Too long.')).toBeTruthy()
    answer = problem(502, 'unreachable', 'fail2ban does not answer')
    await userEvent.click(screen.getByRole('button', { name: 'Ban 1 address' }))
    expect(await screen.findByText(/fail2ban does not answer\./)).toBeTruthy()
  })
})
