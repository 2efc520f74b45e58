import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { ConfigOption } from '@/api/types'
import { makeConfigOption, makeSetOption } from '@/testing/makeConfig'
import { makeDraft } from '@/testing/makeRevision'
import { renderPart } from '@/testing/render'
import { calls, problem, serve } from '@/testing/server'
import { OptionEdit } from './OptionEdit'

const target = { name: 'jail.d/zz-bangui.local', section: 'sshd' }

const show = (known: Partial<ConfigOption>, set?: ReturnType<typeof makeSetOption>) => {
  serve({ 'POST /config/local/draft/edits': () => makeDraft() })
  const option = makeConfigOption(known)
  const onClose = vi.fn()
  renderPart(
    <OptionEdit
      host="local"
      line={{ name: option.name, known: option, ...(set && { set }) }}
      target={target}
      onClose={onClose}
    />,
  )
  return onClose
}

const sent = () => calls.find((c) => c.path.endsWith('/draft/edits'))?.body

describe('OptionEdit', () => {
  it.each([
    [{ type: 'integer', minimum: 1, default: '5' }, 'A whole number from 1 on. Without it 5 counts.'],
    [{ type: 'duration', unit: 'seconds' }, 'A length of time such as 1d 12h, or a number of seconds.'],
    [{ type: 'list', separator: ' ' }, 'Separated by blanks.'],
    [{ type: 'expressions' }, 'Regular expressions, one a line.'],
  ] as const)('says what can be written: %j', (known, words) => {
    show({ ...known, label: 'The option' })
    expect(screen.getByLabelText('The option')).toBeTruthy()
    expect(screen.getByText(words)).toBeTruthy()
  })

  it('sets the option as it is written', async () => {
    const onClose = show({ name: 'bantime', type: 'duration' }, makeSetOption('bantime', { text: '10m' }))
    const field = screen.getByRole('textbox')
    await userEvent.clear(field)
    await userEvent.type(field, '2h')
    await userEvent.click(screen.getByRole('button', { name: 'Keep in draft' }))
    await waitFor(() => expect(onClose).toHaveBeenCalled())
    expect(sent()).toEqual({ edits: [{ op: 'set', value: '2h', section: 'sshd', option: 'bantime' }] })
  })

  it('takes our own setting away', async () => {
    const place = { file: target.name, line: 2, end: 2, section: 'sshd', option: 'bantime', text: '2h' }
    show({ name: 'bantime' }, makeSetOption('bantime', { text: '2h', place }))
    await userEvent.click(screen.getByRole('button', { name: 'Remove from this file' }))
    await waitFor(() => expect(sent()).toEqual({ edits: [{ op: 'unset', section: 'sshd', option: 'bantime' }] }))
  })

  it('says why it is refused', async () => {
    show({ name: 'bantime' })
    serve({
      'POST /config/local/draft/edits': () =>
        problem(422, 'invalid', 'a comment would begin', { mend: 'Leave it out.' }),
    })
    await userEvent.type(screen.getByRole('textbox'), '1 ; 2')
    await userEvent.click(screen.getByRole('button', { name: 'Keep in draft' }))
    expect(await screen.findByText(/A comment would begin\. Leave it out\./)).toBeTruthy()
  })
})
