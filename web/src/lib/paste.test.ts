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

  it('takes whole names where they are asked for', () => {
    const words = parsePaste('Home.Example.org. home.example.org 192.0.2.1 nas 192.0.2.256 a.b/24 x..y *.example.org', {
      names: true,
    })
    expect(words.map((w) => [w.address, w.fault ?? w.state])).toEqual([
      ['home.example.org', 'valid'],
      ['home.example.org', 'duplicate'],
      ['192.0.2.1', 'valid'],
      ['nas', 'not-address'],
      ['192.0.2.256', 'not-address'],
      ['a.b/24', 'not-address'],
      ['x..y', 'not-address'],
      ['*.example.org', 'not-address'],
    ])
  })

  it('finds nothing in nothing', () => {
    expect(parsePaste(' \n # only a note\n')).toEqual([])
  })
})
