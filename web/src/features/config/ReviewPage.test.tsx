import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { makeCheck, makeDraft, makeRevisionDetail } from '@/testing/makeRevision'
import { renderPage } from '@/testing/page'
import { calls, serve } from '@/testing/server'
import { ReviewPage } from './ReviewPage'
import { reviewSearch } from './revisionSearch'

const show = (check: ReturnType<typeof makeCheck>, permissions = ['config.read', 'config.write'], search = '') => {
  serve({
    'GET /config/local/draft': () => makeDraft(),
    'POST /config/local/draft/check': () => check,
    'POST /config/local/draft/apply': () => Response.json(makeRevisionDetail(), { status: 202 }),
  })
  return renderPage(ReviewPage, {
    path: '/configuration/$host/review',
    url: `/configuration/local/review${search}`,
    search: reviewSearch,
    permissions,
  })
}
const apply = () => screen.findByRole('button', { name: 'Apply changes' }) as Promise<HTMLButtonElement>
const applied = () => calls.find((c) => c.path.endsWith('/draft/apply'))?.body

describe('ReviewPage', () => {
  it('shows diff and plan, and applies with a reason', async () => {
    await show(makeCheck())
    expect(await screen.findByText('+maxretry = 9')).toBeTruthy()
    expect(await screen.findByText('maxretry changes from 5 to 9')).toBeTruthy()
    expect(screen.getByText('3 addresses banned')).toBeTruthy()
    expect((await apply()).disabled).toBe(true)
    await userEvent.type(screen.getByLabelText(/Why/), 'patience')
    await userEvent.click(await apply())
    await waitFor(() =>
      expect(applied()).toEqual({ reason: 'patience', draft_hash: 'abc', confirm_within_seconds: 0, accept_loss: [] }),
    )
  })

  it.each([
    ['that was made by a restore', 'abc', 7],
    ['that was changed since', 'another', undefined],
  ])('says which revision is brought back by a draft %s', async (_, of, restores) => {
    await show(makeCheck(), undefined, `?restores=7&of=${of}`)
    await userEvent.type(await screen.findByLabelText(/Why/), 'back')
    await userEvent.click(await apply())
    await waitFor(() => expect(applied()).toMatchObject({ reason: 'back' }))
    expect((applied() as { restores?: number }).restores).toBe(restores)
  })

  it('does not apply what something stands against', async () => {
    const objection = {
      step: 'trial',
      jail: 'sshd',
      file: '',
      line: 0,
      option: 'failregex',
      message: 'unable to compile',
      mend: '',
    }
    await show(makeCheck({ objections: [objection] }))
    expect(await screen.findByText(/unable to compile/i)).toBeTruthy()
    await userEvent.type(screen.getByLabelText(/Why/), 'patience')
    expect((await apply()).disabled).toBe(true)
  })

  it('asks before bans are lost, and proposes a safety net for a jail that guards the way in', async () => {
    const jail = { jail: 'sshd', operation: 'restart' as const, reasons: [], banned: 3, loses_bans: true }
    await show(makeCheck({ jails: [jail] }))
    await userEvent.type(await screen.findByLabelText(/Why/), 'patience')
    const accept = await screen.findByLabelText('3 bans may be lost; I accept that.')
    expect((await apply()).disabled).toBe(true)
    await userEvent.click(accept)
    await userEvent.click(await apply())
    await waitFor(() =>
      expect(applied()).toEqual({
        reason: 'patience',
        draft_hash: 'abc',
        confirm_within_seconds: 300,
        accept_loss: ['sshd'],
      }),
    )
  })

  it('is not for everybody', async () => {
    await show(makeCheck(), ['config.read'])
    expect(await screen.findByText('Only administrators may change the configuration.')).toBeTruthy()
    expect(calls.length).toBe(0)
  })
})
