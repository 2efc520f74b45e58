import { useQuery } from '@tanstack/react-query'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { jailsQuery } from '@/api/queries'
import type { JailStatus } from '@/api/types'
import { ApiError } from '@/lib/problem'
import { makeJail } from '@/testing/makeJail'
import { renderPart } from '@/testing/render'
import '@/ui/ConfirmDialog'
import { JailSwitch } from './JailSwitch'
import { controlJail } from './orders'
import { StateDot } from './StateDot'
import { useJailState } from './useJailControl'

vi.mock('./orders')
vi.mock('./queries', async (original) => ({ ...(await original<typeof import('./queries')>()), refreshSoon() {} }))
const control = vi.mocked(controlJail)

function Example() {
  const { data } = useQuery({ ...jailsQuery('local'), enabled: false })
  const jail = data?.items[0]
  return jail && <Row jail={jail} />
}

function Row({ jail }: { jail: JailStatus }) {
  return (
    <>
      <JailSwitch jail={jail} reachable />
      <StateDot state={useJailState(jail)} />
    </>
  )
}

/** A promise and the means to settle it. */
function later<T>() {
  let resolve: (value: T) => void = () => {}
  let reject: (reason: unknown) => void = () => {}
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

function show(state: JailStatus['state'], permissions = ['jails.control']) {
  const list = { items: [makeJail({ state })], next_cursor: null, reachable: true, as_of: null, problem: null }
  renderPart(<Example />, permissions, (client) => {
    client.setQueryData(jailsQuery('local').queryKey, list)
  })
  return screen.getByRole('switch')
}

describe('JailSwitch', () => {
  beforeEach(() => {
    control.mockReset()
  })

  it('shows a started jail as running before fail2ban has answered', async () => {
    const answer = later<JailStatus>()
    control.mockReturnValue(answer.promise)
    const toggle = show('stopped')
    await userEvent.click(toggle)
    expect(toggle).toHaveProperty('checked', true)
    expect(screen.getByText('Running')).toBeTruthy()
    answer.resolve(makeJail({ state: 'running' }))
    await waitFor(() => expect(toggle.getAttribute('aria-busy')).toBeNull())
    expect(toggle).toHaveProperty('checked', true)
  })

  it('goes back and tells fail2ban’s words if it is refused', async () => {
    const answer = later<JailStatus>()
    control.mockReturnValue(answer.promise)
    const toggle = show('stopped')
    await userEvent.click(toggle)
    expect(toggle).toHaveProperty('checked', true)
    answer.reject(new ApiError({ status: 502, code: 'refused', detail: 'Have not found any log file.' }))
    await screen.findByText('Have not found any log file.')
    await waitFor(() => expect(toggle).toHaveProperty('checked', false))
    expect(screen.getByText('Stopped')).toBeTruthy()
  })

  it('asks before it stops, naming the jail and its bans', { timeout: 20_000 }, async () => {
    control.mockResolvedValue(makeJail({ state: 'stopped' }))
    const toggle = show('running')
    await userEvent.click(toggle)
    expect(control).not.toHaveBeenCalled()
    expect(await screen.findByText('Stop jail sshd on local?', {}, { timeout: 10_000 })).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Stop sshd and lift 3 bans' }))
    expect(control.mock.calls).toEqual([[{ host: 'local', jail: 'sshd' }, 'stop']])
    await waitFor(() => expect(toggle).toHaveProperty('checked', false))
  })

  it('is disabled, with the reason, for those who may not', async () => {
    const toggle = show('running', [])
    expect(toggle).toHaveProperty('disabled', true)
    expect(screen.getByTitle('Starting and stopping jails takes an administrator.')).toBeTruthy()
  })
})
