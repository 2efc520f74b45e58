import { describe, expect, it, vi } from 'vitest'
import { batching } from './batch'

const get = (path: string, signal?: AbortSignal) => new Request(`http://localhost:3000/api/v1${path}`, { signal })

/** A server that answers each path with its own name, in the order that `order` says; the rest of it as `parts` and `alone` say. */
function server({
  order = (paths: string[]) => paths.map((_, i) => i),
  batch = undefined as Response | undefined,
} = {}) {
  const asked: string[] = []
  const send = vi.fn(async (request: Request) => {
    const url = new URL(request.url)
    asked.push(url.pathname.replace('/api/v1', '') + url.search)
    if (!url.pathname.endsWith('/batch')) return Response.json({ alone: url.pathname })
    if (batch) return batch
    const paths = url.searchParams.getAll('get')
    const lines = order(paths).map((index) => {
      const status = paths[index]?.startsWith('/bad') ? 403 : 200
      return `${JSON.stringify({ index, status, body: { path: paths[index] } })}\n`
    })
    const text = new TextEncoder().encode(lines.join(''))
    return new Response(
      new ReadableStream({
        start(controller) {
          // Cut within lines, as a network does.
          for (let i = 0; i < text.length; i += 7) controller.enqueue(text.slice(i, i + 7))
          controller.close()
        },
      }),
    )
  })
  return { asked, send, fetch: batching(send) }
}

describe('batching', () => {
  it('reads together what is asked for in the same moment', async () => {
    const { asked, fetch } = server({ order: (paths) => paths.map((_, i) => i).reverse() })
    const answers = await Promise.all([
      fetch(get('/hosts')),
      fetch(get('/stats/jails?q=ü&limit=2')),
      fetch(get('/bad')),
    ])
    expect(asked).toEqual([`/batch?get=%2Fhosts&get=${encodeURIComponent('/stats/jails?q=%C3%BC&limit=2')}&get=%2Fbad`])
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 403])
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
      { path: '/hosts' },
      { path: '/stats/jails?q=%C3%BC&limit=2' },
      { path: '/bad' },
    ])
  })

  it('sends alone what is alone, and what changes something', async () => {
    const { asked, fetch } = server()
    const order = new Request('http://localhost:3000/api/v1/bans', { method: 'POST', body: '{}' })
    await Promise.all([fetch(get('/hosts')), fetch(order)])
    await fetch(get('/session'))
    expect(asked).toEqual(['/bans', '/hosts', '/session'])
  })

  it('reads no more at once than the server does', async () => {
    const { asked, fetch } = server()
    await Promise.all(Array.from({ length: 30 }, (_, i) => fetch(get(`/bans/${i}`))))
    expect(asked.map((path) => path.split('get=').length - 1)).toEqual([24, 6])
  })

  it('gives all of them the answer that stands for all', async () => {
    const { fetch } = server({ batch: Response.json({ code: 'unauthenticated' }, { status: 401 }) })
    const answers = await Promise.all([fetch(get('/hosts')), fetch(get('/session'))])
    expect(answers.map((answer) => answer.status)).toEqual([401, 401])
    expect(await answers[1]?.json()).toEqual({ code: 'unauthenticated' })
  })

  it('asks one by one where the server knows no batches', async () => {
    const { asked, fetch } = server({ batch: new Response('', { status: 404 }) })
    const answers = await Promise.all([fetch(get('/hosts')), fetch(get('/session'))])
    expect(await answers[1]?.json()).toEqual({ alone: '/api/v1/session' })
    expect(asked.slice(1)).toEqual(['/hosts', '/session'])
  })

  it('fails only those that an answer which breaks off leaves out', async () => {
    const { fetch } = server({ order: () => [1] })
    const [first, second] = await Promise.allSettled([fetch(get('/hosts')), fetch(get('/session'))])
    expect(first).toMatchObject({ status: 'rejected', reason: new TypeError('the answer ended too early') })
    expect(second).toMatchObject({ status: 'fulfilled', value: { status: 200 } })
  })

  it('leaves out what nobody wants any more, and stops when that is all', async () => {
    const { asked, send, fetch } = server()
    const [one, two, three] = [new AbortController(), new AbortController(), new AbortController()]
    const results = Promise.allSettled([
      fetch(get('/hosts', one.signal)),
      fetch(get('/session', two.signal)),
      fetch(get('/geo', three.signal)),
    ])
    one.abort()
    send.mockImplementationOnce(async (request) => {
      asked.push(new URL(request.url).search)
      two.abort()
      expect(request.signal.aborted).toBe(false)
      three.abort()
      expect(request.signal.aborted).toBe(true)
      throw request.signal.reason
    })
    expect((await results).map((result) => result.status === 'rejected' && result.reason.name)).toEqual([
      'AbortError',
      'AbortError',
      'AbortError',
    ])
    expect(asked).toEqual(['?get=%2Fsession&get=%2Fgeo'])
  })
})
