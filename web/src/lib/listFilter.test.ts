import { describe, expect, it } from 'vitest'
import { fitsFilter } from './listFilter'
import type { StatsFilter } from './statsFilter'

const ban = {
  host: 'web',
  jail: 'sshd',
  country: 'NL',
  asn: 64500,
  origin: 'detected',
  banned_at: '2026-10-12T04:00:00Z',
}

describe('fitsFilter', () => {
  it.each<[StatsFilter, boolean]>([
    [{}, true],
    [{ range: '24h' }, true],
    [{ host: 'web', jail: 'sshd', country: 'NL', asn: 64500, origin: 'detected' }, true],
    [{ host: 'mail' }, false],
    [{ jail: 'recidive' }, false],
    [{ country: 'CN' }, false],
    [{ country: 'ZZ' }, false],
    [{ asn: 64501 }, false],
    [{ origin: 'manual' }, false],
    [{ from: '2026-10-12T04:00:00Z', to: '2026-10-12T05:00:00Z' }, true],
    [{ from: '2026-10-12T03:00:00Z', to: '2026-10-12T04:00:00Z' }, false],
    [{ from: '2026-10-12T04:00:01Z', to: '2026-10-12T05:00:00Z' }, false],
  ])('%j → %s', (filter, want) => {
    expect(fitsFilter(ban, filter)).toBe(want)
  })

  it('takes an address without a country for unknown', () => {
    expect(fitsFilter({ ...ban, country: '' }, { country: 'ZZ' })).toBe(true)
  })
})
