import { expect, test } from 'vitest'
import { skewWords } from './skew'

test.each([
  [0, undefined],
  [-49, undefined],
  [320, '320 ms ahead'],
  [-2_450, '2.5 sec behind'],
  [600_000, '10 min ahead'],
])('skewWords(%d)', (ms, want) => {
  expect(
    skewWords(
      ms,
      (l) => `${l} ahead`,
      (l) => `${l} behind`,
    ),
  ).toBe(want)
})
