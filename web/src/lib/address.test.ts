import { describe, expect, test } from 'vitest'
import { addressKind, parseAddressList } from './address'

describe('addressKind', () => {
  test.each([
    ['192.0.2.1', 'ipv4'],
    ['0.0.0.0', 'ipv4'],
    ['192.0.2.0/24', 'ipv4-network'],
    ['2001:db8::1', 'ipv6'],
    ['::', 'ipv6'],
    ['::1', 'ipv6'],
    ['::ffff:192.0.2.1', 'ipv6'],
    ['1:2:3:4:5:6:7:8', 'ipv6'],
    ['2001:db8::/32', 'ipv6-network'],
    ['192.0.2.256', undefined],
    ['192.0.02.1', undefined],
    ['192.0.2', undefined],
    ['192.0.2.1/33', undefined],
    ['192.0.2.1/08', undefined],
    ['192.0.2.1/24/1', undefined],
    ['fe80::1%eth0', undefined],
    ['1::2::3', undefined],
    ['1:2:3:4:5:6:7', undefined],
    ['1:2:3:4:5:6:7:8:9', undefined],
    ['12345::', undefined],
    [':::', undefined],
    ['example.org', undefined],
    ['', undefined],
  ])('%s', (text, want) => {
    expect(addressKind(text)).toBe(want)
  })
})

test('parseAddressList takes a paste apart', () => {
  const pasted = '192.0.2.1, 192.0.2.2;nonsense\n\n2001:DB8::1 # a comment 10.0.0.1\n192.0.2.1'
  expect(parseAddressList(pasted)).toEqual({
    addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
    invalid: ['nonsense'],
    duplicates: 1,
  })
})
