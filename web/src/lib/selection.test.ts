import { describe, expect, it } from 'vitest'
import { span, withKeys } from './selection'

describe('span', () => {
  const all = ['a', 'b', 'c', 'd']
  it.each([
    ['b', 'd', ['b', 'c', 'd']],
    ['d', 'b', ['b', 'c', 'd']],
    ['c', 'c', ['c']],
    [undefined, 'c', ['c']],
    ['gone', 'c', ['c']],
  ])('from %s to %s', (anchor, key, want) => {
    expect(span(all, anchor, key)).toEqual(want)
  })
})

describe('withKeys', () => {
  it('puts in and takes out without touching what was given', () => {
    const chosen = new Set([1, 2])
    expect([...withKeys(chosen, [2, 3], true)]).toEqual([1, 2, 3])
    expect([...withKeys(chosen, [2, 3], false)]).toEqual([1])
    expect([...chosen]).toEqual([1, 2])
  })
})
