import { describe, expect, it } from 'vitest'
import { entryKind, splitEntries } from './ignoreEntry'

describe('entryKind', () => {
  it.each([
    ['192.0.2.1', 'address'],
    ['2001:db8::1', 'address'],
    ['10.0.0.0/8', 'network'],
    ['2001:db8::/32', 'network'],
    ['mail.example.org', 'name'],
    ['localhost', 'name'],
    ['office_vpn.example.org.', 'name'],
    ['1.2.3', undefined],
    ['010.0.0.1', undefined],
    ['10.0.0.0/33', undefined],
    ['bad host!', undefined],
    ['-x.example.org', undefined],
    ['', undefined],
  ])('%s is %s', (text, kind) => {
    expect(entryKind(text)).toBe(kind)
  })
})

describe('splitEntries', () => {
  it('takes lists in any common form, each entry once', () => {
    expect(splitEntries(' 192.0.2.1, 10.0.0.0/8;\nlocalhost 192.0.2.1 ')).toEqual([
      '192.0.2.1',
      '10.0.0.0/8',
      'localhost',
    ])
  })
})
