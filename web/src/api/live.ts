import { backoff } from '@/lib/backoff'
import type { Ban, Host, Job } from './types'

/** What the server tells of by itself. `resync` means: some were missed, fetch anew. */
export type LiveEvent =
  | { kind: 'ban'; ban: Ban }
  | { kind: 'unban'; ban: Ban }
  | { kind: 'host'; host: Host }
  | { kind: 'jail'; host: string; jail: string }
  | { kind: 'job'; job: Job }
  | { kind: 'allowance'; id: number }
  | { kind: 'blocklist'; id: number; host: string }
  | { kind: 'revision'; id: number; host: string }
  | { kind: 'replica'; id: string }
  | { kind: 'resync' }

/** `connecting` is the first seconds without a stream, `waiting` what comes after: the page then polls. */
export type LiveState = 'off' | 'connecting' | 'live' | 'waiting'

/** How the stream is opened; tests hand in their own. */
export type OpenStream = (url: string) => EventSource

const flushMs = 250
const patienceMs = 5_000
/** A replica that stops is replaced at once as a rule, so the first tries follow closely and are over when patience is. */
const quickMs = 800
const quickTries = 6
const pollMs = 30_000
const kinds = [
  'ban',
  'unban',
  'host',
  'jail',
  'job',
  'allowance',
  'blocklist',
  'revision',
  'replica',
  'resync',
] as const

/**
 * The one event stream of this tab. Events are handed on in batches, at most four times a second. While the tab is hidden
 * the stream is closed; when it is shown again, and after each break that the server cannot bridge, a `resync` is handed on.
 */
export class Live {
  private source: EventSource | undefined
  private started = false
  private tries = 0
  private batch: LiveEvent[] = []
  private current: LiveState = 'off'
  private flushTimer: ReturnType<typeof setTimeout> | undefined
  private retryTimer: ReturnType<typeof setTimeout> | undefined
  private patienceTimer: ReturnType<typeof setTimeout> | undefined
  private pollTimer: ReturnType<typeof setInterval> | undefined
  private readonly listeners = new Set<(events: readonly LiveEvent[]) => void>()
  private readonly watchers = new Set<() => void>()

  constructor(
    private readonly url: string,
    private readonly open: OpenStream = (u) => new EventSource(u),
  ) {}

  /** Opens the stream and keeps it open until stop. */
  start(): void {
    if (this.started) return
    this.started = true
    document.addEventListener('visibilitychange', this.onVisibility)
    if (!document.hidden) this.connect()
  }

  /** Closes the stream; what has not been handed on is dropped. */
  stop(): void {
    this.started = false
    document.removeEventListener('visibilitychange', this.onVisibility)
    this.close()
    this.batch = []
    this.become('off')
  }

  /** Calls `listener` with each batch of events; the result ends it. */
  subscribe = (listener: (events: readonly LiveEvent[]) => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Calls `watcher` when the state changes; the result ends it. */
  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  state = (): LiveState => this.current

  private connect(): void {
    clearTimeout(this.retryTimer)
    if (this.current !== 'waiting') this.become('connecting')
    this.patienceTimer ??= setTimeout(() => this.wait(), patienceMs)
    const source = this.open(this.url)
    this.source = source
    source.onopen = () => this.opened()
    source.onerror = () => this.broken()
    for (const kind of kinds) source.addEventListener(kind, (e) => this.take(kind, e.data))
  }

  private opened(): void {
    const missed = this.tries > 0
    this.tries = 0
    this.calm()
    this.become('live')
    if (missed) this.push({ kind: 'resync' })
  }

  /** The browser's own retry has no back-off and gives up on an error status, so we close and open anew. */
  private broken(): void {
    this.source?.close()
    this.source = undefined
    if (this.current === 'live') this.become('connecting')
    this.patienceTimer ??= setTimeout(() => this.wait(), patienceMs)
    this.retryTimer = setTimeout(() => this.connect(), retryDelay(this.tries++))
  }

  private wait(): void {
    this.become('waiting')
    this.pollTimer ??= setInterval(() => this.push({ kind: 'resync' }), pollMs)
  }

  private calm(): void {
    clearTimeout(this.patienceTimer)
    clearInterval(this.pollTimer)
    this.patienceTimer = undefined
    this.pollTimer = undefined
  }

  private close(): void {
    this.source?.close()
    this.source = undefined
    clearTimeout(this.retryTimer)
    clearTimeout(this.flushTimer)
    this.flushTimer = undefined
    this.calm()
  }

  private take(kind: LiveEvent['kind'], data: string): void {
    const event = readEvent(kind, data)
    if (event !== undefined) this.push(event)
  }

  private push(event: LiveEvent): void {
    this.batch.push(event)
    this.flushTimer ??= setTimeout(() => this.flush(), flushMs)
  }

  private flush(): void {
    this.flushTimer = undefined
    const events = this.batch
    this.batch = []
    for (const listener of this.listeners) listener(events)
  }

  private become(state: LiveState): void {
    if (this.current === state) return
    this.current = state
    for (const watcher of this.watchers) watcher()
  }

  private readonly onVisibility = (): void => {
    if (document.hidden) {
      this.close()
      return
    }
    if (this.source !== undefined) return
    this.tries = 0
    this.push({ kind: 'resync' })
    this.connect()
  }
}

/** Milliseconds until try `n` (0 = first): even at first, spread by a tenth either way, then longer each time. */
function retryDelay(n: number): number {
  return n < quickTries ? Math.round(quickMs * (0.9 + 0.2 * Math.random())) : backoff(n - quickTries)
}

/** The server is ours and its events are checked by its tests, so that the shape is taken on trust; broken JSON is not. */
function readEvent(kind: LiveEvent['kind'], data: string): LiveEvent | undefined {
  if (kind === 'resync') return { kind }
  try {
    return { ...(JSON.parse(data) as object), kind } as LiveEvent
  } catch {
    return undefined
  }
}
