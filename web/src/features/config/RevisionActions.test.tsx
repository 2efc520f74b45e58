import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { makeDraft, makeRevisionDetail } from '@/testing/makeRevision'
import { renderPage } from '@/testing/page'
import { serve } from '@/testing/server'
import { RevisionActions } from './RevisionActions'

const Actions = () => <RevisionActions one={makeRevisionDetail({ id: 7 })} />

it.each([
  ['Restore this state…', { restores: 7, of: 'abc' }],
  ['Restore the state before…', {}],
])('leads from “%s” to the review, with what it brings back', async (button, search) => {
  serve({
    'GET /config/local/draft': () => makeDraft({ files: [], hash: '' }),
    'POST /revisions/7/restore': () => makeDraft(),
  })
  const { router } = await renderPage(Actions, { path: '/', permissions: ['config.write'] })
  await userEvent.click(await screen.findByRole('button', { name: button }))
  await userEvent.click(await screen.findByRole('button', { name: 'Make a draft' }, { timeout: 15_000 }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/configuration/local/review'))
  expect(router.state.location.search).toEqual(search)
})
