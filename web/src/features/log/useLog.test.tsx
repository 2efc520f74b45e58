import { act, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { renderPart } from '@/testing/render'
import { serve } from '@/testing/server'
import { useLog } from './useLog'

afterEach(() => vi.useRealTimers())

const record = (message: string) => ({
  ...{ at: '2026-11-27T06:00:00Z', level: 'NOTICE', logger: 'fail2ban.actions', message },
})
const noFilters = {}

/** The ends of what is shown, and of what is left out. */
function Ends() {
  const { records } = useLog('local', noFilters, true, false)
  const gap = records.findIndex((r) => r.leftOut)
  const words = gap < 0 ? 'whole' : `${records[gap - 1]?.message} ${records[gap]?.leftOut} ${records[gap + 1]?.message}`
  return <p>{`${records.length}: ${words}`}</p>
}

it('says in its place how much is left out of what came too fast', async () => {
  serve({
    'GET /hosts/local/log': ({ path }) => {
      if (!path.includes('after=')) return { items: [record('old')], next_cursor: null, tail_cursor: 't1' }
      const n = path.includes('after=t1') ? 5_000 : 2
      return { items: Array.from({ length: n }, (_, i) => record(`new ${i}`)), next_cursor: null, tail_cursor: 't2' }
    },
  })
  vi.useFakeTimers({ shouldAdvanceTime: true })
  renderPart(<Ends />)
  await screen.findByText('1: whole')
  await act(() => vi.advanceTimersByTimeAsync(2_000))
  await waitFor(() => expect(screen.getByText('5001: whole')).toBeTruthy())
  await act(() => vi.advanceTimersByTimeAsync(2_000))
  expect(await screen.findByText('5002: new 2 2 old')).toBeTruthy()
})
