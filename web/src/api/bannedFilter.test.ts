import { describe, expect, it } from 'vitest'
import { bannedFilter } from './bans'

describe('bannedFilter', () => {
  it('takes addresses and networks, and everything else as it is', () => {
    expect(bannedFilter('192.0.2.1')).toEqual({ address: '192.0.2.1' })
    expect(bannedFilter('2001:DB8::/32')).toEqual({ address: '2001:DB8::/32' })
    expect(bannedFilter('Mallory')).toEqual({ id: 'Mallory' })
    expect(bannedFilter('example.org')).toEqual({ id: 'example.org' })
  })
})
