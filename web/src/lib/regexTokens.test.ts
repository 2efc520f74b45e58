import { describe, expect, it } from 'vitest'
import { regexTokens } from './regexTokens'

describe('regexTokens', () => {
  it('tells groups, sets, escapes and operators apart', () => {
    expect(regexTokens('^a\\d[^]x](?P<user>.*)<HOST>').map((t) => [t.kind, t.text])).toEqual([
      ['operator', '^'],
      ['text', 'a'],
      ['escape', '\\d'],
      ['set', '[^]x]'],
      ['group', '(?P<user>'],
      ['operator', '.*)'],
      ['group', '<HOST>'],
    ])
  })

  it.each(['', '[', '\\', '(?', '[[]a-z]+(?:x|y){2,3}?$', 'plain'])('loses nothing of %j', (text) => {
    expect(
      regexTokens(text)
        .map((t) => t.text)
        .join(''),
    ).toBe(text)
  })
})
