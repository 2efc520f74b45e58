import { expect, it } from 'vitest'
import { makeDropped } from '@/testing/makeEnforcement'
import { linesOf } from './droppedLines'

it('puts the lists with most of what is counted first', () => {
  expect(linesOf(makeDropped(), 'packets').shown.map((line) => [line.name, line.values])).toEqual([
    ['spamhaus-drop', [10, 20]],
    ['mine', [0, 5]],
  ])
  expect(linesOf(makeDropped(), 'bytes').shown.map((line) => line.name)).toEqual(['mine', 'spamhaus-drop'])
})

it('sums up all beyond the fifth', () => {
  const lists = [7, 6, 5, 4, 3, 2, 1].map((n) => ({
    ...{ id: n, name: `list ${n}`, packets: n, bytes: n },
    ...{ packets_over_time: [0, n], bytes_over_time: [n, 0] },
  }))
  const { shown, other } = linesOf(makeDropped({ lists }), 'packets')
  expect(shown).toHaveLength(5)
  expect(other).toEqual([0, 3])
})
