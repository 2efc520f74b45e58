import createFetchClient, { type Middleware } from 'openapi-fetch'
import { ApiError, readProblem } from '@/lib/problem'
import { apiRoot } from './base'
import { batching } from './batch'
import type { paths } from './schema.gen'

/** Called for answers that concern the whole page: nobody is signed in, or the installation has not been set up. */
export interface Turnstile {
  signInNeeded(): void
  setupNeeded(): void
}

let turnstile: Turnstile | undefined

/** Says who is told of 401 and of `setup_needed`; the router does it once at start. */
export function setTurnstile(t: Turnstile): void {
  turnstile = t
}

/** Marks a request as made by our own page, which a form on another site cannot do. */
const ownRequest: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-BanGUI-Request', '1')
    return request
  },
}

/** Turns problem documents into ApiError, and no answer at all as well. */
const problems: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return response
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => undefined)
    const error = readProblem(response.status, body, response.headers.get('Retry-After'))
    direct(error, request)
    throw error
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error
    return new ApiError({
      status: 0,
      code: 'offline',
      detail: 'BanGUI does not answer.',
      mend: 'Check the network and that the server runs.',
    })
  },
}

/** Whose own form shows a 401: sign-in says "wrong password", it does not lead to itself. */
function direct(error: ApiError, request: Request): void {
  if (error.code === 'setup_needed') turnstile?.setupNeeded()
  else if (error.status === 401 && !(request.url.endsWith('/session') && request.method !== 'DELETE'))
    turnstile?.signInNeeded()
}

/** The typed client: `await api.GET('/hosts/{host}', { params: { path: { host } } })`; it throws ApiError. */
export const api = createFetchClient<paths>({
  baseUrl: apiRoot,
  credentials: 'same-origin',
  fetch: batching((request) => fetch(request)),
})
api.use(ownRequest, problems)

/** The body of an answer that the server always sends with success. */
export function must<T>(answer: { data?: T }): T {
  if (answer.data === undefined)
    throw new ApiError({ status: 0, code: 'internal', detail: 'The server sent an empty answer.' })
  return answer.data
}
