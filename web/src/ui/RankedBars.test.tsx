import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { renderPart as show } from '@/testing/render'
import { Change } from './Change'
import { Figure } from './Figure'
import { RankedBars } from './RankedBars'

const items = Array.from({ length: 12 }, (_, i) => ({ key: `k${i}`, label: `jail ${i}`, n: 1200 - i * 100 }))

describe('RankedBars', () => {
  it('shows the first, and all when asked', async () => {
    show(<RankedBars items={items} />)
    expect(screen.getAllByRole('listitem')).toHaveLength(8)
    const more = screen.getByRole('button', { name: 'Show all 12' })
    expect(more.getAttribute('aria-expanded')).toBe('false')
    await userEvent.click(more)
    expect(screen.getAllByRole('listitem')).toHaveLength(12)
    await userEvent.click(screen.getByRole('button', { name: 'Show fewer' }))
    expect(screen.getAllByRole('listitem')).toHaveLength(8)
  })

  it('keeps what is filtered by in sight', () => {
    show(<RankedBars items={items} selected="k11" onSelect={() => {}} />)
    expect(screen.getByRole('button', { name: /^jail 11/ }).getAttribute('aria-pressed')).toBe('true')
    expect(screen.getAllByRole('listitem')).toHaveLength(9)
  })

  it('says count, share and change', async () => {
    const select = vi.fn()
    show(
      <RankedBars
        items={[{ key: 'sshd', label: 'sshd', n: 1200, share: 0.42, before: 1000, values: [1, 2, 3] }]}
        onSelect={select}
      />,
    )
    const bar = screen.getByRole('button', { name: /sshd.*1,200.*42%.*20% more than in the period before/ })
    await userEvent.click(bar)
    expect(select).toHaveBeenCalledWith('sshd')
    expect(bar.querySelector('svg path')?.getAttribute('d')).toMatch(/^M0 /)
  })

  it('draws bars relative to the largest', () => {
    const { container } = show(<RankedBars items={items.slice(0, 4)} />)
    const shares = [...container.querySelectorAll<HTMLElement>('li > *')].map((e) =>
      e.style.getPropertyValue('--share'),
    )
    expect(shares.map((share) => Math.round(100 * Number(share)))).toEqual([100, 92, 83, 75])
  })

  it('compares only what is known', () => {
    show(<RankedBars items={[{ key: 'a', label: 'a', n: 5, before: null }]} />)
    expect(within(screen.getByRole('listitem')).queryByRole('img')).toBeNull()
  })

  it('says that it loads, and that there is nothing', () => {
    show(<RankedBars items={undefined} />)
    expect(screen.getByRole('status').textContent).toBe('Loading')
    show(<RankedBars items={[]} />)
    expect(screen.getByText('No bans in this range')).toBeTruthy()
  })
})

describe('Change', () => {
  it.each([
    [108, 100, '8%', '8% more than in the period before'],
    [92, 100, '8%', '8% fewer than in the period before'],
    [100, 100, '', 'as many as in the period before'],
    [3000, 100, '×30', '30 times as many as in the period before'],
    [5, 0, 'new', 'none in the period before'],
    [0, 0, '', 'none in the period before'],
  ])('%d after %d', (now, before, want, words) => {
    show(<Change now={now} before={before} />)
    expect(screen.getByRole('img', { name: words }).textContent).toBe(want)
  })
})

describe('Figure', () => {
  it('shows how it changed, once both are known', () => {
    const { container } = show(<Figure label="Bans" value={108} before={100} />)
    expect(container.textContent).toContain('108')
    expect(screen.getByRole('img', { name: '8% more than in the period before' })).toBeTruthy()
    const waiting = show(<Figure label="Bans" value={undefined} before={100} />)
    expect(within(waiting.container).queryByRole('img')).toBeNull()
  })
})
