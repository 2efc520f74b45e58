import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { hostsQuery } from '@/api/queries'
import { ApiError } from '@/lib/problem'
import { makeJail, makeSettings } from '@/testing/makeJail'
import { renderPart } from '@/testing/render'
import { changeJail } from './orders'
import { SettingsTab } from './SettingsTab'
import type { SettingsEdits } from './settings'

vi.mock('./orders')
vi.mock('./queries', async (original) => ({ ...(await original<typeof import('./queries')>()), refreshSoon() {} }))
const change = vi.mocked(changeJail)

function Example() {
  const [edits, setEdits] = useState<SettingsEdits>({})
  const jail = makeJail()
  return <SettingsTab jail={jail} settings={makeSettings()} edits={edits} onEdits={setEdits} />
}

function show(permissions = ['jails.write']) {
  renderPart(<Example />, permissions, (client) => {
    client.setQueryData(hostsQuery.queryKey, { items: [], next_cursor: null })
  })
}

async function retype(label: RegExp, text: string) {
  const field = screen.getByLabelText(label)
  await userEvent.clear(field)
  await userEvent.type(field, text)
}

describe('SettingsTab', () => {
  beforeEach(() => {
    change.mockReset()
  })

  it('offers to save only what was changed, and shows what it was', async () => {
    show()
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull()
    await retype(/^Max retry/, '3')
    expect(screen.getByText('was 5')).toBeTruthy()
    expect(screen.getByText('1 change not saved')).toBeTruthy()
    change.mockResolvedValue(makeJail())
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(change.mock.calls).toEqual([[{ host: 'local', jail: 'sshd' }, { max_retry: 3 }]])
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Save' })).toBeNull())
  })

  it('goes back with Reset', async () => {
    show()
    await retype(/^Ban time/, '1d')
    await userEvent.click(screen.getByRole('button', { name: 'Reset' }))
    expect(screen.getByLabelText(/^Ban time/)).toHaveProperty('value', '10m')
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull()
  })

  it('does not send what makes no sense', async () => {
    show()
    await retype(/^Find time/, 'soon')
    expect(screen.getByText(/^Write a length of time/)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true)
  })

  it('shows the server’s words at the field until it is edited, and keeps the edits', async () => {
    show()
    const fields = [{ location: 'body.max_retry', message: 'use 1 to 10' }]
    change.mockRejectedValue(new ApiError({ status: 422, code: 'invalid', detail: 'validation failed', fields }))
    await retype(/^Max retry/, '99')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await screen.findByText('Use 1 to 10.')
    expect(screen.getByLabelText(/^Max retry/)).toHaveProperty('value', '99')
    await retype(/^Max retry/, '9')
    expect(screen.queryByText('Use 1 to 10.')).toBeNull()
  })

  it('shows a refusal that is about no field with its request ID', async () => {
    show()
    change.mockRejectedValue(
      new ApiError({ status: 502, code: 'refused', detail: 'fail2ban said no.', requestId: 'REQ7' }),
    )
    await retype(/^Max retry/, '9')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await screen.findByText(/fail2ban said no/)
    expect(screen.getByText('REQ7')).toBeTruthy()
  })

  it('is closed, with the reason, to those who may not', () => {
    show([])
    expect(screen.getByText('Changing jails takes an administrator.')).toBeTruthy()
    expect(screen.getByLabelText(/^Max retry/)).toHaveProperty('disabled', true)
  })
})
