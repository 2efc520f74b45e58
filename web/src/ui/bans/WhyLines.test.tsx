import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Why, WhyLine } from '@/api/types'
import { renderPart } from '@/testing/render'
import { problem, serve } from '@/testing/server'
import { WhyLines } from './WhyLines'

const makeLine = (over: Partial<WhyLine> = {}): WhyLine => ({
  text: 'Jan 31 12:00:00 sshd: Failed for <b>root</b> from 192.0.2.1',
  outcome: 'matched',
  index: 1,
  expression: '^ sshd: Failed for (?P<user>\\S+) from (?P<ip4>\\S+)$',
  address: '192.0.2.1',
  user: '<b>root</b>',
  remembered: false,
  captures: [
    { name: 'ip4', text: '192.0.2.1' },
    { name: 'user', text: '<b>root</b>' },
  ],
  parts: [
    { text: 'Jan 31 12:00:00', role: 'date', name: '' },
    { text: ' sshd: Failed for ', role: 'matched', name: '' },
    { text: '<b>root</b>', role: 'user', name: 'user' },
    { text: ' from ', role: 'matched', name: '' },
    { text: '192.0.2.1', role: 'address', name: 'ip4' },
  ],
  ...over,
})

const plain = (text: string, outcome: WhyLine['outcome']): WhyLine =>
  makeLine({
    text,
    outcome,
    index: null,
    expression: '',
    address: '',
    user: '',
    captures: [],
    parts: [{ text, role: 'none', name: '' }],
  })

const makeWhy = (over: Partial<Why> = {}): Why => ({
  ban_id: 7,
  host: 'local',
  jail: 'sshd',
  available: true,
  reason: '',
  complete: true,
  lines: [makeLine()],
  problems: [],
  ...over,
})

async function show(why: Why) {
  serve({ 'GET /bans/7/why': () => why })
  renderPart(<WhyLines id={7} />)
  return screen.findByLabelText('Matched lines')
}

describe('WhyLines', () => {
  it('shows the whole line harmlessly, what is captured, and the expression', async () => {
    const list = within(await show(makeWhy({ lines: [makeLine(), makeLine()] })))
    const items = list.getAllByRole('listitem')
    expect(items).toHaveLength(1)
    expect(items[0]?.textContent).toContain('Jan 31 12:00:00 sshd: Failed for <b>root</b> from 192.0.2.1 ×2')
    const captured = [...(items[0]?.querySelectorAll('[data-role]') ?? [])].map((e) => [
      e.getAttribute('data-role'),
      e.textContent,
    ])
    expect(captured).toContainEqual(['address', '192.0.2.1'])
    expect(captured).toContainEqual(['user', '<b>root</b>'])
    expect(captured).toContainEqual(['date', 'Jan 31 12:00:00'])
    expect(list.getByText('Fail expression 2 matches.')).toBeTruthy()
    expect(items[0]?.textContent).toContain('^ sshd: Failed for (?P<user>\\S+) from (?P<ip4>\\S+)$')
    expect(list.getByRole('button', { name: 'Copy the expression' })).toBeTruthy()
    expect(screen.getByText(/not a replay by fail2ban/)).toBeTruthy()
  })

  it('says of each line that matches nothing why there is no expression', async () => {
    const lines = [
      plain('a', 'unmatched'),
      plain('b', 'untried'),
      plain('c', 'too_long'),
      makeLine({ text: 'd', outcome: 'ignored', index: 0, address: '', user: '' }),
      makeLine({ text: 'e', remembered: true }),
    ]
    const list = within(await show(makeWhy({ lines, complete: false })))
    expect(list.getByText('No expression of the jail matches it now.')).toBeTruthy()
    expect(list.getByText('There was no time to compare it.')).toBeTruthy()
    expect(list.getByText('It is too long to be compared.')).toBeTruthy()
    expect(list.getByText(/^Ignore expression 1 matches/)).toBeTruthy()
    expect(list.getByText(/Alone it is no failure/)).toBeTruthy()
  })

  it('names expressions that were left out', async () => {
    const problems: Why['problems'] = [{ list: 'failregex', index: 2, expression: '(a+)+$', message: 'takes too long' }]
    await show(makeWhy({ problems }))
    expect(screen.getByText('1 expression was left out:')).toBeTruthy()
    expect(screen.getByText('failregex 3')).toBeTruthy()
    expect(screen.getByText(/Takes too long\./)).toBeTruthy()
  })

  it('shows the lines alone where no expressions are to be had', async () => {
    const list = await show(
      makeWhy({ available: false, reason: 'the jail is gone', complete: false, lines: [plain('a line', 'untried')] }),
    )
    expect(list.textContent).toBe('a line ')
    expect(screen.getByText(/No expression is shown\. The jail is gone\./)).toBeTruthy()
  })

  it('says when the server cannot tell', async () => {
    serve({ 'GET /bans/7/why': () => problem(404, 'not_found', 'no ban 7') })
    renderPart(<WhyLines id={7} />)
    expect((await screen.findByRole('alert')).textContent).toContain('No ban 7.')
  })
})
