import { describe, expect, it } from 'vitest'
import { holdRows } from './held'

const row = (id: number, note = '') => ({ id, note })

describe('holdRows', () => {
  it('shows the newest while nothing is held', () => {
    expect(holdRows([row(2), row(1)], undefined)).toEqual({ shown: [row(2), row(1)], waiting: 0 })
  })

  it('keeps held rows in place, brings them up to date and counts the rest', () => {
    const latest = [row(4), row(3), row(2, 'lifted')]
    expect(holdRows(latest, [row(2), row(1)])).toEqual({ shown: [row(2, 'lifted'), row(1)], waiting: 2 })
  })
})
