import { beforeEach, describe, expect, it } from 'vitest'
import { formatClasses, limitsOf, parseClasses, recallClasses, rememberClasses } from './mapClasses'
import { automaticLimits, defaultLimits } from './thresholds'

beforeEach(() => localStorage.clear())

describe('parseClasses', () => {
  it.each([
    ['automatic', 'automatic'],
    ['default', 'default'],
    ['1,10,50,100,500', [1, 10, 50, 100, 500]],
    ['1,10,50,100', undefined],
    ['1,10,5,100,500', undefined],
    ['0,1,2,3,4', undefined],
    ['red', undefined],
    [undefined, undefined],
  ])('%s', (text, want) => {
    const got = parseClasses(text)
    expect(got).toEqual(want)
    if (got !== undefined) expect(formatClasses(got)).toBe(text)
  })
})

describe('limitsOf', () => {
  const counts = [1, 4, 30, 2000, 7]

  it('follows the counts only if it is automatic', () => {
    expect(limitsOf('automatic', counts)).toEqual(automaticLimits(counts))
    expect(limitsOf('default', counts)).toEqual(defaultLimits)
    expect(limitsOf([2, 3, 4, 5, 6], counts)).toEqual([2, 3, 4, 5, 6])
  })
})

describe('recallClasses', () => {
  it('is automatic until something else is remembered', () => {
    expect(recallClasses()).toBe('automatic')
    rememberClasses([1, 2, 3, 4, 5])
    expect(recallClasses()).toEqual([1, 2, 3, 4, 5])
    localStorage.setItem('bangui.map-classes', 'nonsense')
    expect(recallClasses()).toBe('automatic')
  })
})
