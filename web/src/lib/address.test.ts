import { describe, expect, test } from 'vitest'
import { addressKind, liesIn, parseAddressList, splitNetwork } from './address'

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

test.each([
  ['192.0.2.1', '192.0.2.0/24', true],
  ['192.0.2.1', '192.0.2.1', true],
  ['192.0.2.1', '192.0.3.0/24', false],
  ['192.0.2.129', '192.0.2.200/25', true],
  ['192.0.2.0/24', '192.0.0.0/16', true],
  ['192.0.0.0/16', '192.0.2.0/24', false],
  ['8.8.8.8', '0.0.0.0/0', true],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1', true],
  ['::ffff:192.0.2.1', '::ffff:c000:100/120', false],
  ['::ffff:192.0.2.1', '::ffff:c000:200/120', true],
  ['1:2:3:4:5:6:192.0.2.1', '1:2:3:4:5:6:c000:201', true],
  ['192.0.2.1', '::/0', false],
  ['::', '::/0', true],
  ['ada', 'ada', true],
  ['ada', '0.0.0.0/0', false],
])('%s lies in %s: %s', (inner, outer, want) => {
  expect(liesIn(inner, outer)).toBe(want)
})

test('splitNetwork takes the bits off a network alone', () => {
  expect(splitNetwork('192.0.2.0/24')).toEqual({ address: '192.0.2.0', prefix: 24 })
  expect(splitNetwork('2001:db8::/32')).toEqual({ address: '2001:db8::', prefix: 32 })
  expect(splitNetwork('192.0.2.1')).toEqual({ address: '192.0.2.1' })
  expect(splitNetwork('user/7')).toEqual({ address: 'user/7' })
})
