import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Covering, Protected } from '@/api/types'
import { renderPart } from '@/testing/render'
import { calls, problem, serve } from '@/testing/server'
import { AllowedNow } from './AllowedNow'

const covering = (over: Partial<Covering> = {}): Covering => ({
  id: 3,
  kind: 'network',
  address: '192.0.2.0/24',
  hosts: [],
  jails: ['sshd', 'web'],
  until: '2026-10-13T04:00:00Z',
  by: 'ada',
  note: 'a customer',
  ...over,
})

const show = (allowances: Covering[], permissions = ['bans.write'], protections: Protected[] = []) =>
  renderPart(<AllowedNow address="192.0.2.1" allowances={allowances} protections={protections} />, permissions)

describe('AllowedNow', () => {
  it('tells until when, where, by whom, why, and by which network', () => {
    show([covering()])
    const text = screen.getByLabelText('Why it must not be blocked').textContent
    for (const part of ['On the allow list until', 'sshd, web', 'ada', '“a customer”', '192.0.2.0/24'])
      expect(text).toContain(part)
  })

  it('tells what has no end, and by which name', () => {
    show([covering({ kind: 'name', address: 'home.example.org', until: null })])
    const text = screen.getByLabelText('Why it must not be blocked').textContent
    for (const part of ['On the allow list without an end', 'home.example.org']) expect(text).toContain(part)
  })

  it('tells why else it must not be blocked', () => {
    const why = (one: Protected['why'], detail = '') => ({ network: '192.0.2.1', why: one, detail })
    show(
      [],
      ['bans.write'],
      [
        why('signed_in', 'ada'),
        { ...why('trusted_proxy'), network: '192.0.2.0/28' },
        why('replica', 'web-1'),
        why('database'),
        why('allowance', 'home.example.org'),
      ],
    )
    const lines = screen.getAllByRole('listitem').map((item) => item.textContent)
    expect(lines).toEqual([
      'ada uses BanGUI from here',
      'A proxy in front of BanGUI · 192.0.2.0/28',
      'BanGUI runs here, on web-1',
      'The database server of BanGUI',
      'On the allow list as home.example.org',
    ])
  })

  it('keeps to itself who it is where that is not told', () => {
    show([], [], [{ network: '192.0.2.1', why: 'signed_in', detail: '' }])
    expect(screen.getByText('Somebody uses BanGUI from here')).toBeTruthy()
  })

  it('shows nothing where nothing is allowed or protected', () => {
    show([])
    expect(screen.queryByLabelText('Why it must not be blocked')).toBeNull()
  })

  it('ends an allowance, and shows why if that fails', async () => {
    serve({ 'DELETE /allowlist/3': () => problem(409, 'conflict', 'allowance 3 has ended already') })
    show([covering(), covering({ id: 4, address: '192.0.2.1' })])
    await userEvent.click(screen.getByRole('button', { name: 'End the allowance of 192.0.2.0/24' }))
    await waitFor(() => expect(calls.some((c) => c.method === 'DELETE' && c.path === '/allowlist/3')).toBe(true))
    expect(
      await within(screen.getByLabelText('Why it must not be blocked')).findByText(/has ended already/),
    ).toBeTruthy()
  })

  it('is closed to those who may not', () => {
    show([covering()], [])
    expect(screen.getByRole('button', { name: /End the allowance/ })).toHaveProperty('disabled', true)
  })
})
