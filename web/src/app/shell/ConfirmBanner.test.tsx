import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { makeRevision, makeRevisionDetail } from '@/testing/makeRevision'
import { renderPart } from '@/testing/render'
import { calls, serve } from '@/testing/server'
import { ConfirmBanner } from './ConfirmBanner'

const waiting = () =>
  makeRevision({ phase: 'waiting', over: false, confirm_by: new Date(Date.now() + 90_000).toISOString() })

test('counts down and confirms', async () => {
  serve({
    'GET /revisions': () => ({ items: [waiting(), makeRevision({ id: 6 })], next_cursor: null }),
    'POST /revisions/7/confirm': () => makeRevisionDetail(),
  })
  renderPart(<ConfirmBanner />, ['config.read', 'config.write'])
  expect((await screen.findByRole('timer')).textContent).toMatch(/1m (2\d|30)s/)
  await userEvent.click(screen.getByRole('button', { name: 'Confirm' }))
  await waitFor(() => expect(calls.some((c) => c.path === '/revisions/7/confirm')).toBe(true))
})

test('says it to those who may not decide, without the buttons', async () => {
  serve({ 'GET /revisions': () => ({ items: [waiting()], next_cursor: null }) })
  renderPart(<ConfirmBanner />, ['config.read'])
  expect(await screen.findByText('more patience')).toBeTruthy()
  expect(
    within(screen.getByRole('region', { name: 'A change waits to be confirmed' })).queryByRole('button'),
  ).toBeNull()
})
