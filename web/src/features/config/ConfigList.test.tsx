import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { hostsQuery } from '@/api/queries'
import { makeHost } from '@/testing/make'
import { makeConfig, makeConfigJail } from '@/testing/makeConfig'
import { renderPart } from '@/testing/render'
import { ConfigList } from './ConfigList'
import { configQuery } from './queries'
import type { ConfigSearch, ConfigTab } from './search'

const none = { fatal: 0, errors: 0, warnings: 0, advice: 0 }
const onList = vi.fn<(change: ConfigSearch) => void>()

function show(parts: ConfigTab, filter = '', hosts = ['local']) {
  renderPart(
    <ConfigList host="local" parts={parts} filter={filter} current="jails/sshd" onList={onList} />,
    [],
    (client) => {
      client.setQueryData(hostsQuery.queryKey, { items: hosts.map((name) => makeHost({ name })), next_cursor: null })
      client.setQueryData(
        configQuery('local').queryKey,
        makeConfig({
          jails: [
            makeConfigJail({ name: 'zope', enabled: false }),
            makeConfigJail({ findings: { ...none, errors: 1, advice: 1 } }),
            makeConfigJail({ name: 'app', ours: true, filter: 'web' }),
          ],
          filters: [
            { name: 'sshd', files: [], jails: ['sshd', 'zope'], ours: false, findings: none },
            { name: 'zope', files: [], jails: ['zope'], ours: false, findings: none },
          ],
        }),
      )
    },
  )
}

const links = (region: string) =>
  within(screen.getByRole('region', { name: region }))
    .getAllByRole('link')
    .map((link) => link.textContent)

describe('ConfigList', () => {
  beforeEach(() => {
    onList.mockReset()
  })

  it('shows active jails first, by name, with marks', () => {
    show('jails')
    expect(links('Active')).toEqual(['app', 'sshd'])
    expect(links('Not active')).toEqual(['zope'])
    expect(screen.getByRole('img', { name: 'Findings: 2' })).toBeTruthy()
    expect(screen.getByText('own')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'sshd' }).getAttribute('aria-current')).toBe('page')
  })

  it('tells filters in use by active jails from others', () => {
    show('filters')
    expect(links('In use')).toEqual(['sshd'])
    expect(links('Not in use')).toEqual(['zope'])
  })

  it('says when nothing has the name, and clears the filter', async () => {
    show('jails', 'nginx')
    expect(screen.getByText('Nothing has this in its name.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Clear filter' }))
    expect(onList).toHaveBeenCalledWith({ q: undefined })
  })

  it('changes the list and forgets the filter of the last one', async () => {
    show('jails', 'ss')
    await userEvent.click(screen.getByRole('radio', { name: 'Filters' }))
    expect(onList).toHaveBeenCalledWith({ parts: 'filters', q: undefined })
  })

  it('lets one choose a host where there are several', () => {
    show('jails', '', ['local', 'web-1'])
    expect(screen.getByRole('combobox', { name: 'Host' })).toHaveProperty('value', 'local')
  })

  it('leads on with arrow keys', async () => {
    show('jails')
    screen.getByRole('link', { name: 'app' }).focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement?.textContent).toBe('sshd')
    await userEvent.keyboard('{End}')
    expect(document.activeElement?.textContent).toBe('zope')
  })
})
