import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeDraft } from '@/testing/makeRevision'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { benchSearch } from './search'
import { WorkbenchPage } from './WorkbenchPage'

const expressions = {
  pref_regex: '',
  fail_regex: ['^Failed for <F-USER>\\S+</F-USER> from <ADDR>$', '^gone$'],
  ignore_regex: ['robot'],
  date_pattern: '',
  max_lines: 0,
}

const nothing = {
  version: '',
  expressions,
  lines: [],
  hits: [],
  ignore_hits: [],
  refused: null,
  slow: null,
  probed: false,
}

const line = (outcome: string, text: string, more: object = {}) => ({
  ...{ text, outcome, index: null, id: '', user: '', at: null, date_form: '', cut: false, near: null, took_ms: 1 },
  ...{ parts: [{ text, role: 'none', name: '' }], ...more },
})

const result = {
  ...{ ...nothing, version: '1.1.1', hits: [1, 0], ignore_hits: [0], probed: true, time_up: false, took_seconds: 0.5 },
  lines: [
    line('matched', 'Failed for eve from 192.0.2.4', {
      index: 0,
      id: '192.0.2.4',
      user: 'eve',
      at: '2026-11-27T06:00:00Z',
    }),
    line('missed', 'Failed for eve from home', {
      near: {
        ...{ list: 'failregex', index: 0, matched: '^Failed for <F-USER>\\S+</F-USER> from ', failed: '<ADDR>' },
        ...{ text: 'Failed for eve from ', rest: 'home' },
      },
    }),
  ],
}

beforeEach(() => {
  serve({
    'GET /hosts': () => ({ items: [{ name: 'local' }], next_cursor: null }),
    'GET /config/local/bench': () => ({
      jails: [
        { name: 'sshd', enabled: true, filter: 'sshd', logs: ['/var/log/auth.log'], journal: false, problem: '' },
        { name: 'web', enabled: false, filter: 'web', logs: [], journal: false, problem: '' },
      ],
      filters: ['sshd', 'web'],
    }),
    'POST /config/local/test': ({ body }) =>
      (body as { lines?: unknown; log?: unknown }).lines || (body as { log?: unknown }).log
        ? result
        : { ...nothing, time_up: false, took_seconds: 0 },
  })
})

const show = (url = '/configuration/workbench', permissions?: string[]) =>
  renderPage(WorkbenchPage, {
    ...{ path: '/configuration/workbench', url, search: benchSearch },
    ...(permissions ? { permissions } : {}),
  })

const lastTest = () => calls.filter((c) => c.path === '/config/local/test').at(-1)?.body

describe('WorkbenchPage', () => {
  it('tries pasted lines on the expressions of the first jail that runs', async () => {
    await show()
    fireEvent.change(await screen.findByLabelText('Lines to try'), { target: { value: 'a\nb\n' } })
    fireEvent.click(screen.getByRole('button', { name: 'Try' }))
    const list = await screen.findByRole('list', { name: 'Lines with what came of them' })
    expect(lastTest()).toEqual({ jail: 'sshd', lines: ['a', 'b'], probe: true })
    expect(within(list).getByText('192.0.2.4')).toBeTruthy()
    expect(within(list).getByText(/Nearest: failregex 1 matches up to “Failed for eve from ”/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: /Missed/ }))
    expect(within(list).queryByText('192.0.2.4')).toBeNull()
  })

  it('sends changed expressions, and goes back to the configured ones', async () => {
    await show('/configuration/workbench?filter=web')
    fireEvent.change(await screen.findByLabelText('failregex'), { target: { value: ' new <HOST> \n\n' } })
    fireEvent.change(screen.getByLabelText('Lines to try'), { target: { value: 'a' } })
    fireEvent.keyDown(screen.getByLabelText('Lines to try'), { key: 'Enter', ctrlKey: true })
    await waitFor(() =>
      expect(lastTest()).toMatchObject({ filter: 'web', own: { fail_regex: ['new <HOST>'], ignore_regex: ['robot'] } }),
    )
    fireEvent.click(screen.getByRole('button', { name: 'Back to the configured ones' }))
    expect(screen.getByLabelText<HTMLTextAreaElement>('failregex').value).toBe(expressions.fail_regex.join('\n'))
  })

  it('takes lines from the log of a jail', async () => {
    await show('/configuration/workbench?jail=sshd')
    fireEvent.click(await screen.findByLabelText('From the log'))
    fireEvent.change(screen.getByLabelText('Last lines'), { target: { value: '50' } })
    fireEvent.click(screen.getByRole('button', { name: 'Try' }))
    await screen.findByRole('list', { name: 'Lines with what came of them' })
    expect(lastTest()).toEqual({ jail: 'sshd', log: { path: '/var/log/auth.log', lines: 50 }, probe: true })
  })

  it('names the expression that never gets done', async () => {
    const refused = {
      list: 'failregex',
      index: 1,
      expression: '(a+)+',
      line: 'aaa',
      made: true,
      memory: false,
      after_seconds: 4,
    }
    serve({ 'POST /config/local/test': () => ({ ...result, refused }) })
    await show()
    fireEvent.change(await screen.findByLabelText('Lines to try'), { target: { value: 'a' } })
    fireEvent.click(screen.getByRole('button', { name: 'Try' }))
    expect(await screen.findByText('Do not use this: failregex 2 keeps fail2ban busy.')).toBeTruthy()
  })

  it('warns of an expression that is slow with long lines', async () => {
    const slow = {
      list: 'failregex',
      index: 0,
      expression: 'x*x*x*y',
      line: 'x'.repeat(3000),
      made: true,
      memory: false,
      after_seconds: 4,
    }
    serve({ 'POST /config/local/test': () => ({ ...result, slow }) })
    await show()
    fireEvent.change(await screen.findByLabelText('Lines to try'), { target: { value: 'a' } })
    fireEvent.click(screen.getByRole('button', { name: 'Try' }))
    expect(await screen.findByText('failregex 1 is slow with long lines.')).toBeTruthy()
  })

  it('shows at its field what fail2ban does not accept', async () => {
    await show()
    const field = await screen.findByLabelText('failregex')
    const errors = [{ location: 'body.own.fail_regex', message: 'unterminated subpattern' }]
    serve({ 'POST /config/local/test': () => problem(422, 'invalid', 'fail2ban does not accept this', { errors }) })
    fireEvent.change(field, { target: { value: '(' } })
    fireEvent.change(screen.getByLabelText('Lines to try'), { target: { value: 'a' } })
    fireEvent.click(screen.getByRole('button', { name: 'Try' }))
    expect(await screen.findByText('Unterminated subpattern.')).toBeTruthy()
  })

  it('rehearses a jail with other settings, and shows how far it is and what is different', async () => {
    const side = {
      ...{ max_retry: 5, find_time_seconds: 600, ban_time_seconds: 600, increment_enabled: false, own_formula: false },
      ...{ ignore_command: true, failures: 30, undated: 2, addresses: 1, bans: 1, max_time_seconds: null },
    }
    const sentence = {
      bans: 1,
      first: '2026-11-27T06:00:00Z',
      until: null,
      times: ['2026-11-27T06:00:00Z'],
      failures: 4,
      prevented: 0,
    }
    const offender = (id: string, more: object) => ({
      ...{ id, country: 'DE', network: '', present: null, changed: sentence, ignored: '', changed_ignored: '' },
      ...{ allowed: false, allowed_until: null, signed_in: [], ...more },
    })
    const report = {
      ...{
        since: '2026-11-20T06:00:00Z',
        until: '2026-11-27T06:00:00Z',
        lines: 1234,
        source: '/var/log/auth.log',
        left: ['a.xz'],
      },
      ...{
        present: side,
        changed: { ...side, max_retry: 3, addresses: 3 },
        same_expressions: true,
        all: 2,
        only_present: 0,
        only_changed: 2,
      },
      ...{
        offenders: [offender('192.0.2.1', { signed_in: ['ann'] }), offender('192.0.2.2', {})],
        refused: null,
        refused_present: false,
      },
    }
    const progress = { done: 1, total: 2, lines: 600, failures: 9, source: '/var/log/auth.log' }
    serve({
      'POST /config/local/rehearse': () =>
        new Response(`${JSON.stringify({ progress })}\n${JSON.stringify({ report })}\n`, {
          headers: { 'Content-Type': 'application/jsonl' },
        }),
    })
    await show('/configuration/workbench?jail=sshd&view=rehearsal')
    fireEvent.change(await screen.findByLabelText('Max retry'), { target: { value: '3' } })
    fireEvent.click(screen.getByRole('button', { name: 'Rehearse' }))
    expect(await screen.findByText('2 addresses more would have been banned.')).toBeTruthy()
    expect(calls.at(-1)?.body).toEqual({ jail: 'sshd', days: 7, change: { max_retry: 3 } })
    expect(screen.getByText('ann is signed in from here')).toBeTruthy()
    expect(screen.getByText(/ignorecommand/)).toBeTruthy()
    expect(screen.getByText('Not read: a.xz')).toBeTruthy()
  })

  it('says why a rehearsal broke off', async () => {
    const line = { problem: { status: 404, code: 'not_found', detail: 'no jail', mend: '', title: '', type: '' } }
    serve({ 'POST /config/local/rehearse': () => new Response(`${JSON.stringify(line)}\n`) })
    await show('/configuration/workbench?jail=sshd&view=rehearsal')
    fireEvent.click(await screen.findByRole('button', { name: 'Rehearse' }))
    expect(await screen.findByText('No jail.')).toBeTruthy()
  })

  it('says whom to ask without the permission', async () => {
    await show('/configuration/workbench', ['jails.read'])
    expect(await screen.findByText('Trying filters takes an operator')).toBeTruthy()
    expect(calls.some((c) => c.path === '/config/local/test')).toBe(false)
  })

  describe('with a draft', () => {
    const writer = ['jails.read', 'filters.test', 'config.read', 'config.write']

    beforeEach(() => serve({ 'GET /config/local/draft': () => makeDraft() }))

    it('tries lines on what is not applied yet, and on the files as they are if that is wanted', async () => {
      await show('/configuration/workbench', writer)
      expect((await screen.findByLabelText('As in my draft')) as HTMLInputElement).toHaveProperty('checked', true)
      expect(await screen.findByText('as in your draft')).toBeTruthy()
      expect(calls.some((c) => c.path === '/config/local/bench?draft=true')).toBe(true)
      fireEvent.change(screen.getByLabelText('Lines to try'), { target: { value: 'a' } })
      fireEvent.click(screen.getByRole('button', { name: 'Try' }))
      await waitFor(() => expect(lastTest()).toMatchObject({ jail: 'sshd', use_draft: true, lines: ['a'] }))
      fireEvent.click(screen.getByLabelText('As in my draft'))
      expect(await screen.findByText('as configured')).toBeTruthy()
      await waitFor(() => expect(lastTest()).toEqual({ jail: 'sshd' }))
    })

    it('rehearses the draft against the files', async () => {
      const line = { problem: { status: 404, code: 'not_found', detail: 'no jail', mend: '', title: '', type: '' } }
      serve({ 'POST /config/local/rehearse': () => new Response(`${JSON.stringify(line)}\n`) })
      await show('/configuration/workbench?jail=sshd&view=rehearsal', writer)
      expect(await screen.findByText(/The changed side is as in your draft/)).toBeTruthy()
      fireEvent.click(screen.getByRole('button', { name: 'Rehearse' }))
      await waitFor(() => expect(calls.at(-1)?.body).toEqual({ jail: 'sshd', days: 7, change: {}, use_draft: true }))
    })
  })
})
