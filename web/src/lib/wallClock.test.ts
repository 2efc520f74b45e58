import { describe, expect, it } from 'vitest'
import { fromInput, fromWall, toInput, wallOf } from './wallClock'

const berlin = 'Europe/Berlin'
const at = (text: string) => Date.parse(text)

describe('wallOf', () => {
  it('is what clocks show there', () => {
    expect(wallOf(at('2026-10-12T22:30:00Z'), berlin)).toEqual({ year: 2026, month: 10, day: 13, hour: 0, minute: 30 })
    expect(wallOf(at('2026-10-12T00:00:00Z'), 'Asia/Kathmandu')).toMatchObject({ hour: 5, minute: 45 })
  })
})

describe('fromWall', () => {
  it.each(['UTC', berlin, 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia', 'Australia/Lord_Howe'])(
    'undoes wallOf in %s, at every hour of a year but those that come twice',
    (zone) => {
      let twice = 0
      for (let t = at('2026-01-01T00:00:00Z'); t < at('2027-01-01T00:00:00Z'); t += 3_600_000) {
        const back = fromWall(wallOf(t, zone), zone)
        if (back !== t) {
          expect(wallOf(back, zone)).toEqual(wallOf(t, zone))
          twice++
        }
      }
      expect(twice).toBeLessThanOrEqual(1)
    },
  )

  it('takes the first of two and moves what never is past the gap', () => {
    const wall = { year: 2026, month: 10, day: 25, hour: 2, minute: 30 }
    expect(new Date(fromWall(wall, berlin)).toISOString()).toBe('2026-10-25T00:30:00.000Z')
    const never = { year: 2026, month: 3, day: 29, hour: 2, minute: 30 }
    expect(new Date(fromWall(never, berlin)).toISOString()).toBe('2026-03-29T01:30:00.000Z')
  })

  it('rolls over', () => {
    const wall = { year: 2026, month: 12, day: 32, hour: 0, minute: 0 }
    expect(wallOf(fromWall(wall, berlin), berlin)).toMatchObject({ year: 2027, month: 1, day: 1 })
  })
})

describe('input', () => {
  it('is in the zone', () => {
    expect(toInput(at('2026-10-12T22:30:00Z'), berlin)).toBe('2026-10-13T00:30')
    expect(fromInput('2026-10-13T00:30', berlin)).toBe(at('2026-10-12T22:30:00Z'))
  })

  it.each(['', '2026-10-13', '2026-13-01T00:00', '2026-10-13T25:00', 'soon'])('"%s" is no time', (text) => {
    expect(fromInput(text, berlin)).toBeUndefined()
  })
})
