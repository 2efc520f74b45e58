import { expect, test } from 'vitest'
import { formatTook } from './took'

test.each([
  [-3, '0 ms'],
  [340, '340 ms'],
  [999.4, '999 ms'],
  [12_400, '12s'],
  [92_900, '1m 32s'],
  [3_600_000, '1h'],
])('formatTook(%d)', (ms, want) => {
  expect(formatTook(ms, 'en')).toBe(want)
})
