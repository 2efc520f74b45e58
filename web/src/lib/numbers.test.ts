import { expect, test } from 'vitest'
import { change, formatCompact, formatCount, formatShare } from './numbers'

test('numbers are written the way of the locale', () => {
  expect(formatCount(1234567, 'en')).toBe('1,234,567')
  expect(formatCount(1234567, 'de')).toBe('1.234.567')
  expect(formatCompact(9_999, 'en')).toBe('9,999')
  expect(formatCompact(1_234_567, 'en')).toBe('1.2M')
})

test('a small share is not nothing', () => {
  expect(formatShare(0, 'en')).toBe('0%')
  expect(formatShare(0.001, 'en')).toBe('<1%')
  expect(formatShare(0.421, 'en')).toBe('42%')
})

test('nothing before means nothing to compare with', () => {
  expect(change(108, 100)).toBeCloseTo(0.08)
  expect(change(5, 0)).toBeUndefined()
})
