import { describe, expect, it } from 'vitest'
import { isWide } from './wide'

describe('isWide', () => {
  it.each([
    ['10.0.0.0/8', true],
    ['10.0.0.0/15', true],
    ['10.0.0.0/16', false],
    ['192.0.2.1', false],
    ['2001::/31', true],
    ['2001:db8::/32', false],
    ['2001:db8::1', false],
    ['nonsense/8', false],
  ])('%s: %s', (network, wide) => expect(isWide(network)).toBe(wide))
})
