import { describe, expect, it } from 'vitest'
import { parsePaste, wordsIn } from './paste'

describe('parsePaste', () => {
  it('takes lists in any common form, without comments', () => {
    const words = parsePaste('192.0.2.1, 192.0.2.2;192.0.2.3\n# a note\n2001:DB8::1  198.51.100.0/24 # office')
    expect(wordsIn(words, 'valid').map((w) => w.address)).toEqual([
      '192.0.2.1',
      '192.0.2.2',
      '192.0.2.3',
      '2001:db8::1',
      '198.51.100.0/24',
    ])
  })

  it('marks repeats, whatever their case', () => {
    expect(parsePaste('2001:db8::a 2001:DB8::A').map((w) => w.state)).toEqual(['valid', 'duplicate'])
  })

  it.each([
    ['fe80::1%eth0', 'zone'],
    ['192.0.02.1', 'leading-zero'],
    ['192.0.2.0/33', 'bits'],
    ['mail.example.org', 'name'],
    ['999.1.1.1', 'not-address'],
    ['rubbish', 'not-address'],
  ])('says why %s is refused', (text, fault) => {
    expect(parsePaste(text)).toEqual([{ text, address: text, state: 'invalid', fault }])
  })

  it('finds nothing in nothing', () => {
    expect(parsePaste(' \n # only a note\n')).toEqual([])
  })
})
