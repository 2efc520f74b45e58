import { apiRoot } from './base'

/** As many as the server reads at once. */
const most = 24

/** Sends a request, as the browser's own fetch does. */
type Fetch = (request: Request) => Promise<Response>

interface Read {
  request: Request
  resolve: (answer: Response) => void
  reject: (reason: unknown) => void
}

/**
 * Puts what is read in the same moment together into one request, as a page asks for many things at once. Each read gets its own
 * answer as soon as it is there, as if it had gone alone; one that is alone does. Everything but GET is sent as it is.
 */
export function batching(send: Fetch): Fetch {
  let waiting: Read[] = []
  const flush = () => {
    const reads = waiting.filter(({ request }) => !request.signal.aborted)
    waiting = []
    for (let i = 0; i < reads.length; i += most) void readTogether(reads.slice(i, i + most), send)
  }
  return (request) => {
    if (request.method !== 'GET') return send(request)
    return new Promise((resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason))
      if (waiting.length === 0) setTimeout(flush)
      waiting.push({ request, resolve, reject })
    })
  }
}

async function readTogether(reads: readonly Read[], send: Fetch): Promise<void> {
  const alone = () => {
    for (const { request, resolve, reject } of reads) send(request).then(resolve, reject)
  }
  if (reads.length === 1) return alone()
  const open = new Map(reads.entries())
  try {
    const answer = await send(new Request(addressOf(reads), { credentials: 'same-origin', signal: whileWanted(reads) }))
    // An older replica knows no batches, and a proxy may take only short addresses.
    if (answer.status === 404 || answer.status === 414) return alone()
    if (!answer.ok || !answer.body) {
      for (const { resolve } of reads) resolve(answer.clone())
      return
    }
    // Chromium reports an answer that only a reader takes as cancelled at its end; this copy is taken as a whole.
    answer.clone().text().catch(ignored)
    for await (const line of linesOf(answer.body)) {
      const { index, status, body } = JSON.parse(line) as { index: number; status: number; body: unknown }
      open.get(index)?.resolve(Response.json(body, { status }))
      open.delete(index)
    }
    throw new TypeError('the answer ended too early')
  } catch (error) {
    // Those that have their answer hear nothing of it.
    for (const { reject } of open.values()) reject(error)
  }
}

/** What breaks off does so for the reader, too, who tells of it. */
function ignored(): void {}

function addressOf(reads: readonly Read[]): string {
  const root = new URL(apiRoot, document.baseURI)
  const paths = reads.map(({ request }) => {
    const { pathname, search } = new URL(request.url)
    return `get=${encodeURIComponent(pathname.slice(root.pathname.length) + search)}`
  })
  return `${root.href}/batch?${paths.join('&')}`
}

/** Ends when nobody wants any of the answers any more. */
function whileWanted(reads: readonly Read[]): AbortSignal {
  const controller = new AbortController()
  const look = () => reads.every(({ request }) => request.signal.aborted) && controller.abort()
  for (const { request } of reads) request.signal.addEventListener('abort', look)
  return controller.signal
}

/** The lines of a body as they come. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    const lines = (rest + decoder.decode(value, { stream: !done })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
    if (done) return
  }
}
