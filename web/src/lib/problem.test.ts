import { expect, test } from 'vitest'
import { ApiError, asApiError, readProblem, sentence } from './problem'

test('a problem document becomes an error with everything in it', () => {
  const error = readProblem(
    422,
    {
      title: 'Unprocessable Entity',
      detail: 'the request has mistakes',
      code: 'invalid',
      mend: 'correct the fields',
      request_id: 'r1',
      errors: [{ location: 'body.username', message: 'is taken' }, 'nonsense'],
    },
    null,
  )
  expect(error).toMatchObject({ status: 422, code: 'invalid', message: 'The request has mistakes.', requestId: 'r1' })
  expect(error.mend).toBe('Correct the fields.')
  expect(error.formErrors()).toEqual({ username: 'Is taken.' })
})

test('an answer that is no problem document still says something', () => {
  expect(readProblem(502, undefined, null).message).toBe('The server answered with status 502.')
})

test.each([
  [{ retry_after_seconds: 12 }, '40', 12],
  [{}, '40', 40],
  [{}, 'Wed, 21 Oct 2026 07:28:00 GMT', 0],
  [{}, null, 0],
])('waits as the server says: %j, header %s', (body, header, want) => {
  expect(readProblem(429, body, header).retryAfterSeconds).toBe(want)
})

test('anything thrown can be shown', () => {
  expect(asApiError(new TypeError('no network'))).toMatchObject({ code: 'offline', message: 'no network' })
  const error = new ApiError({ status: 404, code: 'not_found', detail: 'gone' })
  expect(asApiError(error)).toBe(error)
})

test('sentence leaves an end that is there', () => {
  expect(sentence('is it?')).toBe('Is it?')
  expect(sentence('')).toBe('')
  expect(sentence('fail2ban is not running')).toBe('fail2ban is not running.')
})
