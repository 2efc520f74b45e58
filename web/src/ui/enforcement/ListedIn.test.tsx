import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { makeListed } from '@/testing/makeEnforcement'
import { renderPart } from '@/testing/render'
import { ListedIn } from './ListedIn'

it('tells lists, entries, since when, what was dropped, and whom it is owed to', () => {
  renderPart(<ListedIn listed={makeListed()} />)
  expect(screen.getByText('Blocked in the kernel of local')).toBeTruthy()
  const lists = within(screen.getByRole('list', { name: 'Lists that have it' }))
  expect(lists.getByText('spamhaus-drop')).toBeTruthy()
  expect(lists.getByRole('link', { name: '192.0.2.0/24' })).toBeTruthy()
  expect(lists.getByText(/1,284 packets · 82 kB in 30 days/)).toBeTruthy()
  expect(lists.getByText(/In the kernel of local · free to use · The Spamhaus Project/)).toBeTruthy()
  expect(lists.queryByText(/and more than/)).toBeNull()
})

it('tells why it is let through nevertheless, and where', () => {
  const exemptions = [
    { network: '192.0.2.1', why: 'signed_in', detail: 'ada', hosts: [] },
    { network: '192.0.2.0/28', why: 'own_address', detail: 'eth0', hosts: ['web-1'] },
    { network: '192.0.2.0/27', why: 'invented', detail: '', hosts: [] },
  ]
  renderPart(<ListedIn listed={makeListed({ exempt: true, exemptions })} />)
  expect(screen.getByText('Let through nevertheless')).toBeTruthy()
  const reasons = within(screen.getByRole('list', { name: 'Why it is let through nevertheless' })).getAllByRole(
    'listitem',
  )
  expect(reasons.map((item) => item.textContent)).toEqual([
    'ada uses BanGUI from here · on all hosts',
    'An address of the host, on eth0 · 192.0.2.0/28 · on web-1',
    'invented · 192.0.2.0/27 · on all hosts',
  ])
})

it('tells of lists that are off and of entries that are not shown', () => {
  const lists = makeListed().lists.map((list) => ({ ...list, enabled: false, hosts: [], more: true }))
  renderPart(<ListedIn listed={makeListed({ lists })} />)
  expect(screen.getByText('Not blocked: only lists that are off have it')).toBeTruthy()
  expect(screen.getByText('off')).toBeTruthy()
  expect(screen.getByText('and more than this one')).toBeTruthy()
  expect(screen.getByText(/In no kernel as it is now/)).toBeTruthy()
})
