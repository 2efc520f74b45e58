import { describe, expect, it } from 'vitest'
import {
  listQuery,
  parseASN,
  parseCountry,
  parseStatsFilter,
  rangeOf,
  spanOf,
  statsQuery,
  stepRange,
  withoutField,
  withoutFields,
  withoutRange,
  withRange,
  withSpan,
} from './statsFilter'

const now = Date.parse('2026-10-14T12:00:00Z')
const defined = (value: object) => JSON.parse(JSON.stringify(value))

describe('parseStatsFilter', () => {
  it('reads all there is', () => {
    const raw = {
      ...{ range: '7d', host: 'web-1', jail: 'sshd', country: 'de', asn: 64500, origin: 'manual' },
      ...{ address: ' 203.0.113.0/24 ', q: 'root', tz: 'Europe/Berlin', more: 1 },
    }
    expect(defined(parseStatsFilter(raw))).toEqual({
      ...{ range: '7d', host: 'web-1', jail: 'sshd', country: 'DE', asn: 64500, origin: 'manual' },
      ...{ address: '203.0.113.0/24', q: 'root', tz: 'Europe/Berlin' },
    })
  })

  it('prefers from and to, and takes them only together', () => {
    const both = parseStatsFilter({ range: '7d', from: '2026-10-01T02:00:00+02:00', to: '2026-10-02' })
    expect(defined(both)).toEqual({ from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z' })
    expect(defined(parseStatsFilter({ range: '7d', from: '2026-10-01' }))).toEqual({ range: '7d' })
    expect(defined(parseStatsFilter({ from: 'soon', to: '2026-10-02' }))).toEqual({})
  })

  it.each([
    [{ range: '8d' }],
    [{ country: 'Germany' }],
    [{ asn: 'x' }],
    [{ asn: -1 }],
    [{ origin: 'magic' }],
    [{ tz: 'Middle/Earth' }],
    [{ host: '' }],
    [{ jail: { a: 1 } }],
  ])('leaves %o out', (raw) => {
    expect(defined(parseStatsFilter(raw))).toEqual({})
  })

  it('is its own inverse', () => {
    const filter = parseStatsFilter({ from: '2026-10-01', to: '2026-10-02', jail: '42', q: 'true' })
    expect(parseStatsFilter(defined(filter))).toEqual(filter)
  })
})

describe('fields', () => {
  const filter = parseStatsFilter({ range: '7d', jail: 'sshd', country: 'DE', tz: 'UTC' })

  it('go one by one and all together', () => {
    expect(defined(withoutField(filter, 'jail'))).toEqual({ range: '7d', country: 'DE', tz: 'UTC' })
    expect(defined(withoutFields(filter))).toEqual({ range: '7d', tz: 'UTC' })
  })

  it.each([
    ['AS64500', 64500],
    ['as1', 1],
    ['4294967295', 4294967295],
    ['4294967296', undefined],
    ['0', undefined],
    ['AS', undefined],
    ['', undefined],
  ])('"%s" is network %s', (text, want) => {
    expect(parseASN(text)).toBe(want)
  })

  it('knows countries by their form', () => {
    expect(parseCountry('zz')).toBe('ZZ')
    expect(parseCountry('a1')).toBe('A1')
    expect(parseCountry('1D')).toBeUndefined()
    expect(parseCountry('DEU')).toBeUndefined()
    expect(parseCountry(undefined)).toBeUndefined()
  })
})

describe('time', () => {
  it('is a range up to now, or one of the viewer’s own', () => {
    expect(rangeOf({})).toBe('24h')
    expect(rangeOf({}, '30d')).toBe('30d')
    const own = withSpan({ range: '7d', jail: 'sshd' }, now - 3_600_000, now)
    expect(defined(own)).toEqual({ jail: 'sshd', from: '2026-10-14T11:00:00Z', to: '2026-10-14T12:00:00Z' })
    expect(rangeOf(own)).toBeUndefined()
    expect(spanOf(own, 0)).toEqual({ from: now - 3_600_000, to: now })
    expect(spanOf({ range: '7d' }, now)).toEqual({ from: now - 7 * 86_400_000, to: now })
    expect(defined(withRange(own, '30d'))).toEqual({ jail: 'sshd', range: '30d' })
  })

  it('steps to what is longer and shorter', () => {
    const step = (filter: object, by: -1 | 1) => defined(stepRange(filter, by))
    expect(step({}, 1)).toEqual({ range: '7d' })
    expect(step({}, -1)).toEqual({})
    expect(step({ range: '365d' }, 1)).toEqual({ range: '365d' })
    expect(step({ range: '365d' }, -1)).toEqual({ range: '30d' })
    const threeDays = withSpan({}, now - 3 * 86_400_000, now)
    expect(step(threeDays, 1)).toEqual({ range: '7d' })
    expect(step(threeDays, -1)).toEqual({ range: '24h' })
  })
})

describe('a page that usually shows all', () => {
  it('has no beginning until something is chosen', () => {
    expect(rangeOf({}, 'all')).toBe('all')
    expect(rangeOf({ range: '7d' }, 'all')).toBe('7d')
    expect(spanOf({}, now, 'all').from).toBe(Number.NEGATIVE_INFINITY)
    expect(defined(listQuery({ jail: 'sshd' }, now, 'all'))).toEqual({ jail: 'sshd' })
    expect(defined(withoutRange({ range: '7d', jail: 'sshd' }))).toEqual({ jail: 'sshd' })
  })

  it('is the longest step', () => {
    expect(defined(stepRange({ range: '365d' }, 1, 'all'))).toEqual({})
    expect(defined(stepRange({}, 1, 'all'))).toEqual({})
    expect(defined(stepRange({}, -1, 'all'))).toEqual({ range: '365d' })
  })
})

describe('queries', () => {
  it('of statistics have a range, or from and to', () => {
    expect(defined(statsQuery({ jail: 'sshd', q: 'root', address: '192.0.2.1' }, 'Europe/Berlin'))).toEqual({
      ...{ range: '24h', jail: 'sshd', tz: 'Europe/Berlin' },
    })
    expect(defined(statsQuery({ from: 'a', to: 'b', tz: 'UTC' }, 'Europe/Berlin'))).toEqual({
      from: 'a',
      to: 'b',
      tz: 'UTC',
    })
  })

  it('of lists begin with the range and are open at the end', () => {
    expect(defined(listQuery({ range: '24h', q: 'root', tz: 'UTC' }, now))).toEqual({
      from: '2026-10-13T12:00:00Z',
      q: 'root',
    })
  })
})
