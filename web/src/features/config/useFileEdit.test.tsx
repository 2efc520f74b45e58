import { fireEvent, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { makeDraft } from '@/testing/makeRevision'
import { renderPart } from '@/testing/render'
import { calls, problem, serve } from '@/testing/server'
import { EditBar } from './EditBar'
import { useFileEdit } from './useFileEdit'

const name = 'jail.local'

/** An editor, and a file that somebody else changes. */
function Part() {
  const [file, setFile] = useState({ text: 'old', base: 'one', drafted: '' })
  const edit = useFileEdit({ host: 'local', name, ...file })
  return (
    <>
      <EditBar edit={edit} />
      <textarea aria-label="text" value={edit.text} onChange={(event) => edit.change(event.currentTarget.value)} />
      <button type="button" onClick={() => setFile({ text: 'theirs', base: 'two', drafted: 'three' })}>
        fetch
      </button>
    </>
  )
}

const show = () => {
  serve({ 'PUT /config/local/draft/file': () => makeDraft() })
  renderPart(<Part />)
}
const fetched = () => fireEvent.click(screen.getByRole('button', { name: 'fetch' }))
const field = () => screen.getByLabelText('text') as HTMLTextAreaElement
const type = (value: string) => fireEvent.change(field(), { target: { value } })
const keep = () => screen.getByRole('button', { name: 'Keep in draft' }) as HTMLButtonElement
const kept = () => calls.filter((c) => c.method === 'PUT').map((c) => c.body)

describe('useFileEdit', () => {
  it('sends what the text was made from', async () => {
    show()
    type('mine')
    fireEvent.click(keep())
    await waitFor(() => expect(kept()).toEqual([{ name, text: 'mine', base_hash: 'one', text_hash: '' }]))
  })

  it('does not take a text for one that was made from a file that came later', async () => {
    show()
    type('mine')
    fetched()
    expect(field().value).toBe('mine')
    expect(screen.getByText(/has changed since you began to type/)).toBeTruthy()
    expect(keep().disabled).toBe(true)
    fireEvent.click(screen.getByRole('button', { name: 'Load anew' }))
    expect(field().value).toBe('theirs')
    type('theirs and mine')
    fireEvent.click(keep())
    await waitFor(() =>
      expect(kept()).toEqual([{ name, text: 'theirs and mine', base_hash: 'two', text_hash: 'three' }]),
    )
  })

  it('goes on with a text that undoes a change, if that is wanted', async () => {
    show()
    type('mine')
    fetched()
    fireEvent.click(screen.getByRole('button', { name: 'Keep mine' }))
    expect(field().value).toBe('mine')
    expect(screen.queryByText(/has changed since/)).toBeNull()
    fireEvent.click(keep())
    await waitFor(() => expect(kept()).toEqual([{ name, text: 'mine', base_hash: 'two', text_hash: 'three' }]))
  })

  it('begins anew once nothing is typed any more', () => {
    show()
    type('mine')
    type('old')
    fetched()
    expect(field().value).toBe('theirs')
    expect(screen.queryByText(/has changed since/)).toBeNull()
  })

  it('keeps what was typed if it is refused', async () => {
    show()
    serve({ 'PUT /config/local/draft/file': () => problem(409, 'conflict', 'somebody else was faster') })
    type('mine')
    fireEvent.click(keep())
    expect(await screen.findByText(/omebody else was faster/)).toBeTruthy()
    expect(field().value).toBe('mine')
  })
})
