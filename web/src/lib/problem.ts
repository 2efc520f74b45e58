/** One field that the server did not accept; `location` is as the server names it, e.g. `body.username`. */
export interface FieldProblem {
  location: string
  message: string
}

interface Details {
  status: number
  code: string
  detail: string
  mend?: string
  requestId?: string
  fields?: FieldProblem[]
  retryAfterSeconds?: number
}

/** An answer of the server that is not the one hoped for, or no answer at all (status 0, code `offline`). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  /** What the reader can do about it; empty if the server does not know. */
  readonly mend: string
  readonly requestId: string
  readonly fields: readonly FieldProblem[]
  /** Seconds to wait before the next try; 0 if there is nothing to wait for. */
  readonly retryAfterSeconds: number

  constructor(details: Details) {
    super(details.detail)
    this.name = 'ApiError'
    this.status = details.status
    this.code = details.code
    this.mend = details.mend ?? ''
    this.requestId = details.requestId ?? ''
    this.fields = details.fields ?? []
    this.retryAfterSeconds = details.retryAfterSeconds ?? 0
  }

  /** The message of each field of the request body, by its name without `body.`, as a form wants it. */
  formErrors(): Record<string, string> {
    return Object.fromEntries(this.fields.map((f) => [f.location.replace(/^body\./, ''), sentence(f.message)]))
  }
}

/**
 * True if the server, or who stands before it, cannot answer now: it is restarted, gives its place to another replica, or its
 * database is away. A host that does not answer is another thing: the server says so itself.
 */
export function serverAway(thrown: unknown): boolean {
  const { status, code } = asApiError(thrown)
  return status === 0
    ? code === 'offline'
    : [502, 503, 504].includes(status) && ['internal', 'unavailable'].includes(code)
}

/** Reads an RFC 9457 problem document; anything else still gives an error with the status. */
export function readProblem(status: number, body: unknown, retryAfter: string | null): ApiError {
  const doc = isRecord(body) ? body : {}
  return new ApiError({
    status,
    code: text(doc['code']) || 'internal',
    detail: sentence(text(doc['detail']) || text(doc['title']) || `the server answered with status ${status}`),
    mend: sentence(text(doc['mend'])),
    requestId: text(doc['request_id']),
    fields: Array.isArray(doc['errors']) ? doc['errors'].filter(isField) : [],
    retryAfterSeconds: seconds(doc['retry_after_seconds']) || seconds(Number(retryAfter)),
  })
}

/** Turns what was thrown, whatever it is, into an ApiError. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown
  return new ApiError({ status: 0, code: 'offline', detail: thrown instanceof Error ? thrown.message : String(thrown) })
}

/** Messages of the server begin in lower case and have no stop; as a line of its own a message reads better as a sentence. Names such as fail2ban stay as they are. */
export function sentence(message: string): string {
  if (message === '') return ''
  const start = /^\w*\d/.test(message) ? message : message.charAt(0).toUpperCase() + message.slice(1)
  return /[.!?…]$/.test(start) ? start : `${start}.`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isField(value: unknown): value is FieldProblem {
  return isRecord(value) && typeof value['location'] === 'string' && typeof value['message'] === 'string'
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function seconds(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.ceil(value) : 0
}
