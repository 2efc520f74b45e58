import { expect, test } from 'vitest'
import { makeSchedule } from '@/testing/makeJob'
import { everyFaulty } from '@/ui/schedule/timesFields'
import { changeOf, fieldsOf } from './scheduleForm'

test('fieldsOf proposes something for the modes that are not used', () => {
  expect(fieldsOf(makeSchedule())).toMatchObject({ mode: 'every', every: '10m', cron: '0 4 * * *', zone: 'UTC' })
  const cron = makeSchedule({ every_seconds: 0, cron: '@daily', zone: 'Europe/Berlin' })
  expect(fieldsOf(cron)).toMatchObject({ mode: 'cron', every: '1h', cron: '@daily', zone: 'Europe/Berlin' })
  expect(fieldsOf(makeSchedule({ every_seconds: 0 })).mode).toBe('demand')
})

test('changeOf sends what the mode needs and clears the other', () => {
  const fields = { every: '1h 30m', cron: ' 0 4 * * 1 ', zone: 'UTC', missed: 'skip' } as const
  expect(changeOf({ ...fields, mode: 'every' })).toEqual({ every_seconds: 5400, cron: '', missed: 'skip' })
  expect(changeOf({ ...fields, mode: 'cron' })).toEqual({
    every_seconds: 0,
    cron: '0 4 * * 1',
    zone: 'UTC',
    missed: 'skip',
  })
  expect(changeOf({ ...fields, mode: 'demand' })).toEqual({ every_seconds: 0, cron: '' })
})

test.each([
  ['10m', false],
  ['', true],
  ['0', true],
  ['-1', true],
  ['soon', true],
])('everyFaulty(%s)', (every, want) => {
  expect(everyFaulty({ mode: 'every', every, cron: '', zone: '' })).toBe(want)
})
