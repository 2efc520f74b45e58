import { act, fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ComponentProps, useState } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { paints } from '@/lib/seriesPaint'
import { renderPart } from '@/testing/render'
import type { Plot, PlotEvents, PlotInput } from './plot'
import { TimeSeries } from './TimeSeries'

const made = vi.hoisted(() => ({ inputs: [] as PlotInput[], events: [] as PlotEvents[], plots: [] as Plot[] }))

vi.mock('./plot', () => ({
  createPlot: (_: HTMLElement, __: number, input: PlotInput, events: PlotEvents) => {
    const plot: Plot = {
      setData: vi.fn((next: PlotInput) => made.inputs.push(next)),
      setWidth: vi.fn(),
      moveTo: vi.fn((index) => events.onCursor(index === undefined ? undefined : { index, left: 100 }, true)),
      mark: vi.fn(),
      repaint: vi.fn(),
      destroy: vi.fn(),
    }
    made.inputs.push(input)
    made.events.push(events)
    made.plots.push(plot)
    return plot
  },
}))

const start = Date.parse('2026-10-12T00:00:00Z')
const hour = 3_600_000

beforeEach(() => {
  localStorage.clear()
  for (const list of Object.values(made)) list.length = 0
  HTMLCanvasElement.prototype.getContext = vi.fn(() => ({})) as never
})

async function show(over: Partial<ComponentProps<typeof TimeSeries>> = {}) {
  const onZoom = vi.fn()
  const view = renderPart(
    <TimeSeries
      label="Bans by jail"
      buckets={[0, 1, 2, 3].map((i) => start + i * 3 * hour)}
      bucketSeconds={10_800}
      series={[
        { key: 'sshd', label: 'sshd', values: [1, 127, 3, 4] },
        { key: 'nginx', label: 'nginx', values: [10, 20, 30, 40] },
        { key: 'rest', label: 'other', values: [0, 0, 1, 0], other: true },
      ]}
      before={[100, 10, 10, 10]}
      timeZone="UTC"
      onZoom={onZoom}
      {...over}
    />,
  )
  await act(async () => {})
  return {
    onZoom,
    said: () => view.container.querySelector('[aria-live]')?.textContent,
    input: () => made.inputs.at(-1),
    plot: () => made.plots.at(-1),
  }
}

describe('TimeSeries', () => {
  it('says in words what it shows', async () => {
    await show()
    const caption = screen.getByRole('figure').querySelector('figcaption')?.textContent ?? ''
    expect(caption).toContain('236 bans, 82% more than in the period before.')
    expect(caption).toMatch(/sshd peaked at 127 bans: .*12.*0?3:00.*0?6:00/)
  })

  it('draws the stack with the period before, and lines without it', async () => {
    const { input } = await show()
    expect(input()).toMatchObject({ mode: 'areas', before: [100, 10, 10, 10] })
    expect(input()?.series.map((s) => s.paint.variable)).toEqual(['--series-1', '--series-2', '--series-other'])
    await userEvent.click(screen.getByRole('button', { name: 'Stacked' }))
    expect(input()).toMatchObject({ mode: 'lines' })
    expect(input()?.before).toBeUndefined()
  })

  it('remembers whether it is stacked', async () => {
    await show()
    await userEvent.click(screen.getByRole('button', { name: 'Stacked' }))
    const { input } = await show()
    expect(input()?.mode).toBe('lines')
  })

  it('makes bars of days', async () => {
    const { input } = await show({ bucketSeconds: 86_400 })
    expect(input()?.mode).toBe('bars')
  })

  it('keeps the paints that it is given', async () => {
    const { input } = await show({ series: [{ key: 'a', label: 'a', values: [1, 2, 3, 4], paint: paints[3] }] })
    expect(input()?.series[0]?.paint).toBe(paints[3])
  })

  it('hides a series, and with it the total of the period before', async () => {
    const { input } = await show()
    const button = screen.getByRole('button', { name: 'sshd' })
    expect(button.getAttribute('aria-pressed')).toBe('true')
    await userEvent.click(button)
    expect(button.getAttribute('aria-pressed')).toBe('false')
    expect(input()?.series.map((s) => s.key)).toEqual(['nginx', 'rest'])
    expect(input()?.before).toBeUndefined()
    await userEvent.click(button)
    expect(input()?.series).toHaveLength(3)
  })

  it('takes new values without being built anew', async () => {
    renderPart(<Growing />)
    await userEvent.click(screen.getByRole('button', { name: 'grow' }))
    expect(made.plots).toHaveLength(1)
    expect(made.inputs.at(-1)?.series[0]?.values).toEqual([1, 2, 3, 5])
  })

  it('is a table as well, newest first', async () => {
    await show()
    await userEvent.click(screen.getByRole('button', { name: 'Show as table' }))
    const rows = within(screen.getByRole('table', { name: 'Bans by jail' })).getAllByRole('row')
    expect(rows[0]?.textContent).toBe('TimesshdnginxotherTotalPeriod before')
    expect(rows[1]?.textContent).toContain('44004410')
    expect(rows).toHaveLength(5)
    await userEvent.click(screen.getByRole('button', { name: 'Show as chart' }))
    expect(screen.getByRole('application', { name: 'Bans by jail' })).toBeTruthy()
  })

  it('is a table where nothing can be drawn', async () => {
    HTMLCanvasElement.prototype.getContext = vi.fn(() => null)
    await show()
    expect(await screen.findByRole('table', { name: 'Bans by jail' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Show as chart' })).toBeNull()
  })

  it('zooms to the range that is drawn over', async () => {
    const { onZoom } = await show()
    act(() => made.events.at(-1)?.onSelect(1, 2))
    expect(onZoom).toHaveBeenCalledWith(start + 3 * hour, start + 9 * hour)
  })
})

function Growing() {
  const [last, setLast] = useState(4)
  const series = [{ key: 'a', label: 'a', values: [1, 2, 3, last] }]
  return (
    <>
      <TimeSeries label="x" buckets={[0, 1, 2, 3]} bucketSeconds={1} series={series} />
      <button type="button" onClick={() => setLast(last + 1)}>
        grow
      </button>
    </>
  )
}

describe('keys of TimeSeries', () => {
  it('go from bucket to bucket and are read out once they rest', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const { said, plot } = await show()
    const chart = screen.getByRole('application', { name: 'Bans by jail' })
    chart.focus()
    fireEvent.keyDown(chart, { key: 'ArrowRight' })
    fireEvent.keyDown(chart, { key: 'ArrowRight' })
    expect(plot()?.moveTo).toHaveBeenLastCalledWith(1)
    expect(said()).toBe('')
    act(() => void vi.advanceTimersByTime(300))
    expect(said()).toContain('sshd 127, nginx 20, other 0, Total 147, Period before 10')
    fireEvent.keyDown(chart, { key: 'End' })
    fireEvent.keyDown(chart, { key: 'ArrowRight' })
    expect(plot()?.moveTo).toHaveBeenLastCalledWith(3)
    fireEvent.keyDown(chart, { key: 'Escape' })
    act(() => void vi.advanceTimersByTime(300))
    expect(said()).toBe('')
    vi.useRealTimers()
  })

  it('choose a range with Shift, which Enter zooms to', async () => {
    const { onZoom, plot } = await show()
    const chart = screen.getByRole('application', { name: 'Bans by jail' })
    fireEvent.keyDown(chart, { key: 'ArrowLeft' })
    fireEvent.keyDown(chart, { key: 'ArrowLeft', shiftKey: true })
    fireEvent.keyDown(chart, { key: 'ArrowLeft', shiftKey: true })
    expect(plot()?.mark).toHaveBeenLastCalledWith({ first: 1, last: 3 })
    fireEvent.keyDown(chart, { key: 'Enter' })
    expect(onZoom).toHaveBeenCalledWith(start + 3 * hour, start + 12 * hour)
    expect(plot()?.mark).toHaveBeenLastCalledWith(undefined)
  })

  it('choose nothing where there is nothing to zoom', async () => {
    const { plot } = await show({ onZoom: undefined })
    const chart = screen.getByRole('application', { name: 'Bans by jail' })
    fireEvent.keyDown(chart, { key: 'ArrowLeft' })
    fireEvent.keyDown(chart, { key: 'ArrowLeft', shiftKey: true })
    expect(plot()?.mark).toHaveBeenLastCalledWith(undefined)
    expect(plot()?.moveTo).toHaveBeenLastCalledWith(2)
  })
})
