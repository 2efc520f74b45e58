import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { ApiError } from '@/lib/problem'
import { renderPart as show } from '@/testing/render'
import { ConfirmDialog } from './ConfirmDialog'
import { SortHead } from './DataTable'
import { ErrorState } from './ErrorState'
import { FilterChips } from './FilterChips'
import { PageHeader } from './PageHeader'
import { SegmentedControl } from './SegmentedControl'
import { StaleBanner } from './StaleBanner'

test('PageHeader is the h1 and the title of the window', () => {
  show(<PageHeader title="Jails" />)
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Jails')
  expect(document.title).toBe('Jails · BanGUI')
})

test('ErrorState says what, what to do and where to look', async () => {
  const retry = vi.fn()
  show(
    <ErrorState
      error={new ApiError({ status: 502, code: 'unreachable', detail: 'Away.', mend: 'Start it.', requestId: 'r7' })}
      onRetry={retry}
    />,
  )
  expect(screen.getByRole('alert').textContent).toContain('Away.Start it.Request ID r7')
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(retry).toHaveBeenCalledOnce()
})

test('StaleBanner names the host and shows commands as code', () => {
  show(
    <StaleBanner
      host="web-1"
      problem={{ message: 'It is stopped.', mend: 'Run `systemctl start fail2ban`.' }}
      asOf="2026-10-14T14:02:00Z"
    />,
  )
  const banner = screen.getByRole('status')
  expect(banner.textContent).toContain('web-1 is unreachable. It is stopped.')
  expect(banner.querySelector('code')?.textContent).toBe('systemctl start fail2ban')
  expect(banner.textContent).toContain('as of')
})

test('ConfirmDialog stays open with the reason when it fails, and closes when it is done', async () => {
  const close = vi.fn()
  const confirm = vi.fn().mockRejectedValueOnce(new ApiError({ status: 502, code: 'unreachable', detail: 'Away.' }))
  show(<ConfirmDialog opened danger title="Lift 12 bans?" confirm="Lift 12 bans" onConfirm={confirm} onClose={close} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Lift 12 bans' }))
  expect(await screen.findByText('Away.')).toBeTruthy()
  expect(close).not.toHaveBeenCalled()
  confirm.mockResolvedValueOnce(undefined)
  await userEvent.click(screen.getByRole('button', { name: 'Lift 12 bans' }))
  expect(close).toHaveBeenCalledOnce()
})

test('SegmentedControl is a group of radio buttons', async () => {
  const change = vi.fn()
  const options = [
    { value: 'a', label: 'A' },
    { value: 'b', label: 'B' },
  ] as const
  show(<SegmentedControl label="Range" value="a" options={options} onChange={change} />)
  expect(screen.getByRole('radio', { name: 'A' })).toHaveProperty('checked', true)
  await userEvent.click(screen.getByRole('radio', { name: 'B' }))
  expect(change).toHaveBeenCalledWith('b')
})

test('FilterChips takes one or all away', async () => {
  const remove = vi.fn()
  const clear = vi.fn()
  const filters = [
    { key: 'jail', label: 'Jail: sshd' },
    { key: 'host', label: 'Host: web-1' },
  ]
  show(<FilterChips filters={filters} onRemove={remove} onClear={clear} />)
  await userEvent.click(screen.getByRole('button', { name: 'Jail: sshd' }))
  expect(remove).toHaveBeenCalledWith('jail')
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
  expect(clear).toHaveBeenCalledOnce()
})

test('SortHead turns the direction of its own column and starts others from the top', async () => {
  const sort = vi.fn()
  show(
    <table>
      <thead>
        <tr>
          <SortHead column="name" sort={{ key: 'name', descending: false }} onSort={sort}>
            Name
          </SortHead>
          <SortHead column="n" sort={{ key: 'name', descending: false }} onSort={sort}>
            Bans
          </SortHead>
        </tr>
      </thead>
    </table>,
  )
  expect(screen.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('ascending')
  await userEvent.click(screen.getByRole('button', { name: 'Name' }))
  await userEvent.click(screen.getByRole('button', { name: 'Bans' }))
  expect(sort.mock.calls).toEqual([[{ key: 'name', descending: true }], [{ key: 'n', descending: true }]])
})
