import { expect, it } from 'vitest'
import { formatBytes } from './bytes'

it('writes bytes in the unit that fits', () => {
  const written = [0, 1, 999, 1000, 1540, 12_345, 999_400, 999_600, 3.2e9, 5e15, 7e18].map((n) =>
    formatBytes(n, false, 'en'),
  )
  expect(written).toEqual([
    ...['0 byte', '1 byte', '999 byte', '1 kB', '1.5 kB', '12 kB', '999 kB', '1 MB', '3.2 GB', '5 PB', '7,000 PB'],
  ])
  expect(formatBytes(1540, true, 'en')).toBe('1.5kB')
})
