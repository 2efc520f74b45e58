import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { LogPage } from './LogPage'
import { logSearch } from './search'

// There is no layout here, so the list takes all rows to be in sight.
vi.mock('@tanstack/react-virtual', () => ({
  useWindowVirtualizer: ({ count, getItemKey }: { count: number; getItemKey: (i: number) => number }) => ({
    getVirtualItems: () =>
      Array.from({ length: count }, (_, index) => ({ index, key: getItemKey(index), start: 0, end: 0 })),
    getTotalSize: () => 0,
    measureElement: () => undefined,
    options: { scrollMargin: 0 },
  }),
}))

const record = (message: string, level = 'NOTICE') => ({
  ...{ at: '2026-11-27T06:00:00Z', level, logger: 'fail2ban.actions', message },
})

beforeEach(() => {
  serve({
    'GET /hosts': () => ({ items: [{ name: 'local' }], next_cursor: null }),
    'GET /hosts/local/jails': () => ({ items: [{ name: 'sshd' }, { name: 'web' }], reachable: true, as_of: null }),
    'GET /hosts/local/log': ({ path }) => {
      if (path.includes('after=t1'))
        return { items: [record('[sshd] Ban 192.0.2.3')], next_cursor: null, tail_cursor: 't2' }
      if (path.includes('after=')) return { items: [], next_cursor: null, tail_cursor: 't2' }
      if (path.includes('before=older'))
        return { items: [record('[sshd] Ban 192.0.2.0')], next_cursor: null, tail_cursor: null }
      return {
        items: [record('[sshd] Ban 192.0.2.1'), record('[web] Ban 192.0.2.2')],
        next_cursor: 'older',
        tail_cursor: 't1',
      }
    },
  })
})

const show = (url = '/log') => renderPage(LogPage, { path: '/log', url, search: logSearch })
const texts = () =>
  within(screen.getByRole('list', { name: 'Records' }))
    .getAllByRole('listitem')
    .map((li) => /Ban .*/.exec(li.textContent ?? '')?.[0])

describe('LogPage', () => {
  it('shows the newest record first, reads on at the end, and adds what is new', async () => {
    await show()
    await waitFor(() => expect(texts()).toEqual(['Ban 192.0.2.2', 'Ban 192.0.2.1', 'Ban 192.0.2.0']))
    expect(screen.getByText('This is the beginning of the log.')).toBeTruthy()
    await waitFor(() => expect(texts()[0]).toBe('Ban 192.0.2.3'), { timeout: 6_000 })
    expect(screen.getByRole('link', { name: '192.0.2.3' }).getAttribute('href')).toBe('/addresses/192.0.2.3')
    expect(screen.getAllByRole('link', { name: 'sshd' })[0]?.getAttribute('href')).toBe('/jails/local/sshd')
  })

  it('lets news wait while one has scrolled down', async () => {
    await show()
    await waitFor(() => expect(texts()).toHaveLength(3))
    act(() => {
      Object.defineProperty(window, 'scrollY', { value: 900, configurable: true })
      window.dispatchEvent(new Event('scroll'))
    })
    expect(await screen.findByText('New records wait while you look further down.')).toBeTruthy()
    fireEvent.click(await screen.findByRole('button', { name: /1 new/ }, { timeout: 6_000 }))
    expect(texts()[0]).toBe('Ban 192.0.2.3')
    Object.defineProperty(window, 'scrollY', { value: 0, configurable: true })
  })

  it('asks for nothing while it is paused', async () => {
    await show()
    await waitFor(() => expect(texts()).toHaveLength(3))
    fireEvent.click(screen.getByRole('button', { name: 'Pause' }))
    expect(screen.getByText('Paused. New records are not shown.')).toBeTruthy()
    const before = calls.length
    await new Promise((done) => setTimeout(done, 2_500))
    expect(calls.slice(before).some((c) => c.path.includes('after='))).toBe(false)
  })

  it('narrows by level, jail and text in the URL, each to be taken away', async () => {
    const { router } = await show('/log?level=ERROR&jail=sshd')
    await waitFor(() =>
      expect(calls.some((c) => c.path.includes('level=ERROR') && c.path.includes('jail=sshd'))).toBe(true),
    )
    fireEvent.click(screen.getByRole('button', { name: 'Jail: sshd' }))
    await waitFor(() => expect(router.state.location.search).toEqual({ level: 'ERROR' }))
    fireEvent.change(screen.getByLabelText('Jail'), { target: { value: 'web' } })
    await waitFor(() => expect(router.state.location.search).toEqual({ level: 'ERROR', jail: 'web' }))
  })

  it('says why the log cannot be shown', async () => {
    const mend = 'Set logtarget to a file'
    serve({ 'GET /hosts/local/log': () => problem(501, 'unsupported', 'fail2ban logs to SYSLOG', { mend }) })
    await show()
    expect(await screen.findByText('fail2ban logs to SYSLOG.')).toBeTruthy()
    expect(screen.getByText(/Set logtarget/)).toBeTruthy()
  })
})
