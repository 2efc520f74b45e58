import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultLimits } from '@/lib/thresholds'
import { renderPart } from '@/testing/render'
import { serve } from '@/testing/server'
import { spotAt, spots } from './Circles'
import { mapData } from './data'
import { WorldMap, type WorldMapProps } from './WorldMap'
import real from './world.json'

const patience = { timeout: 15_000 }

const square = 'l100 0 0 100-100 0z'
const file = {
  regions: Object.fromEntries(
    ['world', 'europe', 'asia', 'africa', 'northAmerica', 'southAmerica', 'oceania'].map((name, i) => [
      name,
      i === 0 ? [0, 0, 1000, 500] : [i * 100, 100, 100, 50],
    ]),
  ),
  territories: [
    ['', `M900 400${square}`],
    ['DE', `M100 100${square}`],
    ['CN', `M600 100${square}`],
    ['US', `M300 300${square}`],
    ['MT', 'M900 50l2 0 0 2-2 0z', 901, 51],
  ],
}
const names: Record<string, string> = { DE: 'Germany', CN: 'China', US: 'United States', MT: 'Malta' }

beforeEach(() => serve({ 'GET /src/ui/map/world.json': () => file }))

async function show(over: Partial<WorldMapProps> = {}) {
  const onSelect = vi.fn()
  const counts = { CN: 2000, DE: 150, MT: 3, '': 40, AQ: 1 }
  const view = renderPart(
    <WorldMap counts={counts} limits={defaultLimits} onSelect={onSelect} formatName={(c) => names[c] ?? c} {...over} />,
  )
  const map = await screen.findByRole('application', { name: 'Map of bans by country' })
  const shape = (code: string) => {
    const found = view.container.querySelector(`path[data-code="${code}"]`)
    if (!found) throw new Error(`${code} is not drawn`)
    return found
  }
  const said = () => view.container.querySelector('[aria-live]')?.textContent
  const box = () => map.querySelector('svg')?.getAttribute('viewBox')
  return { map, shape, said, box, onSelect, container: view.container }
}

describe('WorldMap', () => {
  it('colours countries by class and says what has no place', async () => {
    const { shape } = await show()
    expect(shape('CN').getAttribute('data-class')).toBe('5')
    expect(shape('DE').getAttribute('data-class')).toBe('2')
    expect(shape('US').getAttribute('data-class')).toBe('0')
    expect(screen.getByText('41 without a place on the map')).toBeTruthy()
  })

  it('takes a Map as well', async () => {
    const { shape } = await show({ counts: new Map([['US', 1]]) })
    expect(shape('US').getAttribute('data-class')).toBe('1')
  })

  it('selects with a press and clears with another', async () => {
    const first = await show()
    await userEvent.click(first.shape('CN'))
    expect(first.onSelect).toHaveBeenCalledWith('CN')
    expect(first.said()).toBe('Only China: 2,000 bans, 91%, place 1 of 3')
  })

  it('clears with a press on the selected country', async () => {
    const { container, onSelect, said } = await show({ selected: 'CN' })
    // The selected country is drawn once more above the others, and that is what is pressed.
    const top = [...container.querySelectorAll('path[data-code="CN"]')].at(-1)
    if (!top) throw new Error('it is not drawn')
    expect(top.className).toContain('chosen')
    await userEvent.click(top)
    expect(onSelect).toHaveBeenCalledWith(undefined)
    expect(said()).toBe('All countries')
  })

  it('does nothing on land without a code', async () => {
    const { shape, onSelect } = await show()
    await userEvent.click(shape(''))
    expect(onSelect).not.toHaveBeenCalled()
  })

  it('gives a small territory a circle if it has bans', async () => {
    const { container } = await show()
    expect(container.querySelector('circle[data-code="MT"]')?.getAttribute('data-class')).toBe('1')
  })

  it('shows name, count and share of what is pointed at', async () => {
    const { shape, map } = await show()
    fireEvent.pointerMove(shape('DE'), { pointerType: 'mouse', clientX: 10, clientY: 10 })
    expect(map.textContent).toContain('Germany150 bans, 7%2 of 3')
    fireEvent.pointerMove(shape('US'), { pointerType: 'mouse', clientX: 10, clientY: 10 })
    expect(map.textContent).toContain('United Statesno bans')
  })
})

describe('keys of WorldMap', () => {
  it('go through the countries by rank and select', async () => {
    const { map, said, onSelect } = await show()
    map.focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(said()).toContain('China: 2,000 bans')
    await userEvent.keyboard('{ArrowRight}')
    expect(said()).toContain('Germany: 150 bans')
    await userEvent.keyboard('{End}{ArrowDown}')
    expect(said()).toContain('Malta: 3 bans')
    await userEvent.keyboard('{Home}{Enter}')
    expect(onSelect).toHaveBeenCalledWith('CN')
    await userEvent.keyboard('{Escape}')
    expect(said()).toBe('')
  })

  it('move the map once it is zoomed in', async () => {
    const { map, box, said } = await show()
    map.focus()
    await userEvent.keyboard('+')
    await vi.waitFor(() => expect(box()?.split(' ').map(Number)[2]).toBe(625), patience)
    const before = Number(box()?.split(' ')[0])
    await userEvent.keyboard('{ArrowRight}')
    await vi.waitFor(() => expect(Number(box()?.split(' ')[0])).toBeGreaterThan(before + 100), patience)
    expect(said()).toBe('')
    await userEvent.keyboard('{PageDown}')
    expect(said()).toContain('China')
    await userEvent.keyboard('0')
    await vi.waitFor(() => expect(box()).toBe('0 0 1000 500'), patience)
  })

  it('leave Tab and Ctrl alone', async () => {
    const { map } = await show()
    expect(fireEvent.keyDown(map, { key: 'Tab' })).toBe(true)
    expect(fireEvent.keyDown(map, { key: '+', ctrlKey: true })).toBe(true)
    expect(fireEvent.keyDown(map, { key: 'Escape' })).toBe(true)
    expect(fireEvent.keyDown(map, { key: '-' })).toBe(false)
  })
})

describe('around WorldMap', () => {
  it('a class of the legend makes its countries stand out', async () => {
    const { map } = await show()
    const button = screen.getByRole('button', { name: /^1,500 or more.*1 country$/ })
    await userEvent.click(button)
    expect(map.querySelector('svg')?.getAttribute('data-grade')).toBe('5')
    expect(button.getAttribute('aria-pressed')).toBe('true')
    await userEvent.click(button)
    await userEvent.unhover(button)
    expect(map.querySelector('svg')?.getAttribute('data-grade')).toBeNull()
  })

  it('a part of the world is one press away', async () => {
    const { box } = await show()
    const asia = screen.getByRole('button', { name: 'Asia' })
    await userEvent.click(asia)
    await vi.waitFor(() => expect(asia.getAttribute('aria-pressed')).toBe('true'), patience)
    await vi.waitFor(() => expect(Number(box()?.split(' ')[2])).toBeCloseTo(104), patience)
    await userEvent.click(screen.getByRole('button', { name: 'Show the whole world' }))
    await vi.waitFor(() => expect(box()).toBe('0 0 1000 500'), patience)
  })

  it('says when the map cannot be fetched', async () => {
    serve({ 'GET /src/ui/map/world.json': () => new Response('', { status: 503 }) })
    renderPart(<WorldMap counts={{}} limits={defaultLimits} onSelect={() => {}} formatName={(c) => c} />)
    expect(await screen.findByRole('alert')).toBeTruthy()
  })
})

describe('spots', () => {
  const world = {
    home: { x: 0, y: 0, width: 1000, height: 500 },
    regions: {} as never,
    territories: [
      { code: 'MT', path: 'M500 250l2 0 0 2-2 0z', centre: { x: 501, y: 251 } },
      { code: 'SM', path: 'M510 250l2 0 0 2-2 0z', centre: { x: 511, y: 251 } },
    ],
  }
  const data = mapData(world, { MT: 3, SM: 0 }, defaultLimits)

  it('have a target of 24 pixels whatever the zoom, and the nearest wins', () => {
    const all = spots(world, mapData(world, { MT: 3, SM: 5 }, defaultLimits), 1, undefined)
    expect(spotAt(all, { x: 490, y: 251 }, 1)).toBe('MT')
    expect(spotAt(all, { x: 488, y: 251 }, 1)).toBeUndefined()
    expect(spotAt(all, { x: 507, y: 251 }, 1)).toBe('SM')
    expect(spotAt(all, { x: 490, y: 251 }, 0.5)).toBeUndefined()
  })

  it('are there for what has bans or is selected, until the shape is large enough', () => {
    expect(spots(world, data, 1, undefined).map((s) => s.code)).toEqual(['MT'])
    expect(spots(world, data, 1, 'SM').map((s) => s.code)).toEqual(['MT', 'SM'])
    expect(spots(world, data, 0.1, undefined)).toEqual([])
  })
})

describe('world.json', () => {
  const codes = real.territories.map(([code]) => code)

  it('has every territory once, in two letters', () => {
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.length).toBeGreaterThanOrEqual(240)
    for (const code of codes) expect(code).toMatch(/^([A-Z]{2})?$/)
    for (const code of ['SG', 'HK', 'MT', 'BH', 'MO', 'MU', 'SC', 'AD', 'XK', 'TW', 'PS', 'GF', 'RE', 'GI'])
      expect(codes).toContain(code)
    expect(codes).not.toContain('AQ')
  })

  it('has only shapes that are paths', () => {
    for (const [code, path] of real.territories) expect(path, `${code}`).toMatch(/^(M\d+ \d+l-?\d+([ -]\d+)+z)+$/)
  })

  it('says where it comes from', () => {
    expect(real.about).toContain('Natural Earth')
  })
})
