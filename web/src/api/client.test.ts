import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { api, must, setTurnstile } from './client'

const turnstile = { signInNeeded: vi.fn(), setupNeeded: vi.fn() }
let requests: Request[]

function answer(status: number, body?: unknown, headers?: Record<string, string>) {
  vi.stubGlobal('fetch', async (request: Request) => {
    requests.push(request)
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/json', ...headers },
    })
  })
}

beforeEach(() => {
  requests = []
  turnstile.signInNeeded.mockClear()
  turnstile.setupNeeded.mockClear()
  setTurnstile(turnstile)
})

afterEach(() => vi.unstubAllGlobals())

test('marks changes as our own, and only those', async () => {
  answer(200, { items: [] })
  await api.GET('/hosts')
  await api.POST('/session', { body: { username: 'a', password: 'b' } })
  expect(requests.map((r) => r.headers.get('X-BanGUI-Request'))).toEqual([null, '1'])
  expect(new URL(requests[0]?.url ?? '').pathname).toBe('/api/v1/hosts')
})

test('a 401 leads to sign-in, except on sign-in itself', async () => {
  answer(401, { code: 'unauthenticated', detail: 'sign in first' })
  await expect(api.POST('/session', { body: { username: 'a', password: 'b' } })).rejects.toMatchObject({ status: 401 })
  expect(turnstile.signInNeeded).not.toHaveBeenCalled()
  await expect(api.GET('/hosts')).rejects.toMatchObject({ message: 'Sign in first.' })
  expect(turnstile.signInNeeded).toHaveBeenCalledOnce()
})

test('setup_needed leads to set-up; another conflict does not', async () => {
  answer(409, { code: 'conflict', detail: 'changed meanwhile' })
  await expect(api.GET('/hosts')).rejects.toMatchObject({ code: 'conflict' })
  expect(turnstile.setupNeeded).not.toHaveBeenCalled()
  answer(409, { code: 'setup_needed', detail: 'set up first' })
  await expect(api.GET('/hosts')).rejects.toMatchObject({ code: 'setup_needed' })
  expect(turnstile.setupNeeded).toHaveBeenCalledOnce()
})

test('no answer at all is an error with advice', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch')
  })
  await expect(api.GET('/hosts')).rejects.toMatchObject({
    status: 0,
    code: 'offline',
    message: 'BanGUI does not answer.',
  })
})

test('must gives the body or says that there is none', () => {
  expect(must({ data: 1 })).toBe(1)
  expect(() => must({})).toThrow('empty answer')
})
