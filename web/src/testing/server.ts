import { afterEach } from 'vitest'

interface Call {
  method: string
  /** Path and query below the API's root, e.g. `/bans/active?jail=sshd`. */
  path: string
  body: unknown
}

/** Answers a call with the body of a 200, or with a whole Response; it may take its time. */
type Answer = (call: Call) => unknown

let routes: Record<string, Answer> = {}

/** The calls that were made in this test, in their order. */
export const calls: Call[] = []

/** Says what the server answers in this test: by method and path without query, e.g. `GET /hosts`. Others get 404. */
export function serve(answers: Record<string, Answer>): void {
  routes = { ...routes, ...answers }
}

/** A problem document as the server sends it. */
export function problem(status: number, code: string, detail: string, more: object = {}): Response {
  const body = { type: 'about:blank', title: code, status, code, detail, request_id: 'req-1', errors: [], ...more }
  return Response.json(body, { status, headers: { 'Content-Type': 'application/problem+json' } })
}

// The client takes fetch when its module is loaded, so import this file before anything that loads it.
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  const url = new URL(request.url)
  const path = url.pathname.replace(/^.*\/api\/v1/, '')
  if (path === '/batch') return together(url.searchParams.getAll('get'))
  const text = await request.text()
  const call = { method: request.method, path: path + url.search, body: text === '' ? undefined : JSON.parse(text) }
  calls.push(call)
  const answer = routes[`${request.method} ${path}`]
  const body = answer ? await answer(call) : problem(404, 'not_found', 'no such route')
  return body instanceof Response ? body : Response.json(body)
}

/** Answers a batch of reads line by line; each of them counts as a call of its own. */
async function together(paths: readonly string[]): Promise<Response> {
  const lines = paths.map(async (path, index) => {
    const answer = await fetch(`http://localhost:3000/api/v1${path}`)
    return `${JSON.stringify({ index, status: answer.status, body: await answer.json() })}\n`
  })
  return new Response((await Promise.all(lines)).join(''))
}

afterEach(() => {
  routes = {}
  calls.length = 0
})
