import { expect, test } from 'vitest'
import { cronWords } from './cronWords'

test.each([
  ['@daily', 'every day at 00:00'],
  ['@hourly', 'every hour'],
  ['@weekly', 'every Sunday at 00:00'],
  ['* * * * *', 'every minute'],
  ['*/15 * * * *', 'every 15 minutes'],
  ['5,35 * * * *', 'every hour at minute 5 and 35'],
  ['30 3 * * *', 'every day at 03:30'],
  ['0 9,17 * * mon-fri', 'Monday to Friday at 09:00 and 17:00'],
  ['0 4 * * 1', 'every Monday at 04:00'],
  ['0 */6 * * *', 'every 6 hours'],
  ['0 0 1 * *', 'on day 1 of every month at 00:00'],
  ['0 0 1 1,7 *', 'on day 1 of January and July at 00:00'],
  ['*/10 * * * 6', 'every 10 minutes, every Saturday'],
  ['  0   4 * * SUN ', 'every Sunday at 04:00'],
])('cronWords(%s)', (expression, want) => {
  expect(cronWords(expression, 'en-GB')).toBe(want)
})

test.each([
  '',
  'nonsense',
  '0 4 * *',
  '61 4 * * *',
  '0 4 13 * 5',
  '0 0-23 * * *',
  '*/0 * * * *',
  '0 4 * * 7',
  '@reboot',
])('cronWords(%s) has no words', (expression) => {
  expect(cronWords(expression, 'en-GB')).toBeUndefined()
})
