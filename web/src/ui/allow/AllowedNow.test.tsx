import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Covering } from '@/api/types'
import { renderPart } from '@/testing/render'
import { calls, problem, serve } from '@/testing/server'
import { AllowedNow } from './AllowedNow'

const covering = (over: Partial<Covering> = {}): Covering => ({
  id: 3,
  address: '192.0.2.0/24',
  hosts: [],
  jails: ['sshd', 'web'],
  until: '2026-10-13T04:00:00Z',
  by: 'ada',
  reason: 'a customer',
  ...over,
})

const show = (allowances: Covering[], permissions = ['bans.write']) =>
  renderPart(<AllowedNow address="192.0.2.1" allowances={allowances} />, permissions)

describe('AllowedNow', () => {
  it('tells until when, where, by whom, why, and by which network', () => {
    show([covering()])
    const text = screen.getByLabelText('Allowed for a time').textContent
    for (const part of ['Jails ignore it until', 'sshd, web', 'ada', '“a customer”', '192.0.2.0/24'])
      expect(text).toContain(part)
  })

  it('shows nothing where nothing is allowed', () => {
    show([])
    expect(screen.queryByLabelText('Allowed for a time')).toBeNull()
  })

  it('ends an allowance, and shows why if that fails', async () => {
    serve({ 'DELETE /allowances/3': () => problem(409, 'conflict', 'allowance 3 has ended already') })
    show([covering(), covering({ id: 4, address: '192.0.2.1' })])
    await userEvent.click(screen.getByRole('button', { name: 'End the allowance of 192.0.2.0/24' }))
    await waitFor(() => expect(calls.some((c) => c.method === 'DELETE' && c.path === '/allowances/3')).toBe(true))
    expect(await within(screen.getByLabelText('Allowed for a time')).findByText(/has ended already/)).toBeTruthy()
  })

  it('is closed to those who may not', () => {
    show([covering()], [])
    expect(screen.getByRole('button', { name: /End the allowance/ })).toHaveProperty('disabled', true)
  })
})
