import { Text } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { makeFinding } from '@/testing/makeConfig'
import { marksOf } from './marks'
import { optionAt } from './optionAt'

const lines = ['[x]', 'BanTime = 1h', 'action = a', '  b', '# note', '  c', '', '[y]', 'words']
const doc = Text.of(lines)

describe('optionAt', () => {
  it.each([
    [1, undefined],
    [2, 'bantime'],
    [3, 'action'],
    [4, 'action'],
    [6, 'action'],
    [8, undefined],
    [9, undefined],
  ])('line %i', (line, want) => {
    expect(optionAt(doc, line)).toBe(want)
  })
})

describe('marksOf', () => {
  it('puts findings on their lines', () => {
    const marks = marksOf(doc, [
      makeFinding({ line: 4, severity: 'warning' }),
      makeFinding({ line: 0, severity: 'advice', mend: '' }),
      makeFinding({ line: 99 }),
    ])
    expect(marks.map(({ from, to, severity }) => [doc.sliceString(from, to), severity])).toEqual([
      ['b', 'warning'],
      ['[x]', 'info'],
      ['words', 'error'],
    ])
    expect(marks[0]?.message).toBe('Bantime is no length of time. Write seconds.')
  })
})
