import { expect, test } from 'vitest'
import { formatDuration, parseDuration } from './duration'

test.each([
  [0, '0s'],
  [59, '59s'],
  [600, '10m'],
  [5_400, '1h 30m'],
  [3_605, '1h'],
  [90_061, '1d 1h'],
  [604_800, '1w'],
  [-1, undefined],
])('formatDuration(%d)', (seconds, want) => {
  expect(formatDuration(seconds)).toBe(want)
})

test.each([
  ['600', 600],
  ['10m', 600],
  [' 1H 30m ', 5_400],
  ['1w2d', 777_600],
  ['-1', -1],
  ['-2', undefined],
  ['10 minutes', undefined],
  ['m', undefined],
  ['', undefined],
])('parseDuration(%s)', (text, want) => {
  expect(parseDuration(text)).toBe(want)
})
