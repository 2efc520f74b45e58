import { describe, expect, it } from 'vitest'
import {
  between,
  deepest,
  fitBox,
  mainland,
  panBy,
  reveal,
  sameView,
  toMap,
  toScreen,
  unitsPerPixel,
  zoomAt,
  zoomOf,
} from './mapView'

const home = { x: 0, y: 0, width: 1000, height: 500 }

describe('zoomAt', () => {
  it('keeps the point under the pointer', () => {
    const view = zoomAt(home, home, 2, { x: 250, y: 250 })
    expect(view.width).toBe(500)
    expect(view.x + 0.25 * view.width).toBe(250)
    expect(view.y + 0.5 * view.height).toBe(250)
  })

  it('ends at the whole map and at the deepest zoom', () => {
    expect(zoomAt(zoomAt(home, home, 3), home, 0.01)).toEqual(home)
    expect(zoomOf(zoomAt(home, home, 1e6), home)).toBeCloseTo(deepest)
  })
})

describe('panBy', () => {
  it('does not leave the map', () => {
    const view = zoomAt(home, home, 4)
    expect(panBy(view, home, -99, -99)).toMatchObject({ x: 0, y: 0 })
    expect(panBy(view, home, 99, 99)).toMatchObject({ x: 750, y: 375 })
    expect(panBy(home, home, 1, 1)).toEqual(home)
  })
})

describe('fitBox', () => {
  it('shows the whole box in the proportions of the map', () => {
    const box = { x: 600, y: 100, width: 100, height: 100 }
    const view = fitBox(box, home)
    expect(view.width / view.height).toBeCloseTo(2)
    expect(view.x).toBeLessThanOrEqual(600)
    expect(view.x + view.width).toBeGreaterThanOrEqual(700)
    expect(view.y).toBeLessThanOrEqual(100)
    expect(view.y + view.height).toBeGreaterThanOrEqual(200)
    expect(fitBox(home, home)).toEqual(home)
  })
})

describe('reveal', () => {
  it('moves no more than it must', () => {
    const view = { x: 400, y: 200, width: 200, height: 100 }
    expect(reveal(view, home, 500, 250)).toEqual(view)
    expect(reveal(view, home, 800, 250)).toMatchObject({ x: 624, y: 200 })
    expect(reveal(view, home, 0, 0)).toMatchObject({ x: 0, y: 0 })
  })
})

describe('between', () => {
  it('begins at one view and ends at the other', () => {
    const view = zoomAt(home, home, 8, { x: 900, y: 100 })
    expect(sameView(between(home, view, 0), home)).toBe(true)
    expect(sameView(between(home, view, 1), view)).toBe(true)
    expect(sameView(between(home, home, 0.5), home)).toBe(true)
  })
})

describe('mainland', () => {
  it('is the box of the largest ring', () => {
    expect(mainland('M0 0l2 0 0 2zM100 50l10 0 0 20-10-5z')).toEqual({ x: 100, y: 50, width: 10, height: 20 })
    expect(mainland('')).toBeUndefined()
  })
})

describe('places on the screen', () => {
  const screen = { left: 20, top: 10, width: 500, height: 400 }

  it('are in the middle where the screen has other proportions', () => {
    expect(unitsPerPixel(home, screen)).toBe(2)
    expect(toMap(home, screen, 270, 210)).toEqual({ x: 500, y: 250 })
    expect(toMap(home, screen, 20, 85)).toEqual({ x: 0, y: 0 })
  })

  it('lead back to the same point of the map', () => {
    const view = zoomAt(home, home, 3, { x: 700, y: 100 })
    const { x, y } = toScreen(view, screen, 650, 120)
    const back = toMap(view, screen, x + screen.left, y + screen.top)
    expect(back.x).toBeCloseTo(650)
    expect(back.y).toBeCloseTo(120)
  })
})
