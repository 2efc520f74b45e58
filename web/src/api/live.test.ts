import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Live, type LiveEvent } from './live'

/** The other side of the wire: an event stream that the test drives. */
class Stream extends EventTarget {
  onopen?: () => void
  onerror?: () => void
  closed = false

  close() {
    this.closed = true
  }

  send(kind: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(kind, { data: typeof data === 'string' ? data : JSON.stringify(data) }))
  }
}

let streams: Stream[]
let live: Live
let batches: (readonly LiveEvent[])[]

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  streams = []
  batches = []
  live = new Live('/events', () => {
    const stream = new Stream()
    streams.push(stream)
    return stream as unknown as EventSource
  })
  live.subscribe((events) => batches.push(events))
  live.start()
})

afterEach(() => {
  live.stop()
  hide(false)
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function hide(hidden: boolean) {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}

const kinds = () => batches.flat().map((event) => event.kind)

test('hands events on in batches, four times a second at most', () => {
  streams[0]?.onopen?.()
  for (let i = 0; i < 10; i++) streams[0]?.send('jail', { host: 'local', jail: `j${i}` })
  expect(batches).toHaveLength(0)
  vi.advanceTimersByTime(250)
  expect(batches).toHaveLength(1)
  expect(batches[0]).toHaveLength(10)
  expect(batches[0]?.[0]).toEqual({ kind: 'jail', host: 'local', jail: 'j0' })
})

test('leaves out what is not JSON', () => {
  streams[0]?.send('ban', '{broken')
  vi.advanceTimersByTime(250)
  expect(batches).toHaveLength(0)
})

test('opens anew soon after a break, and then asks for everything', () => {
  streams[0]?.onopen?.()
  expect(live.state()).toBe('live')
  streams[0]?.onerror?.()
  expect(live.state()).toBe('connecting')
  vi.advanceTimersByTime(800)
  expect(streams).toHaveLength(2)
  streams[1]?.onerror?.()
  vi.advanceTimersByTime(799)
  expect(streams).toHaveLength(2)
  vi.advanceTimersByTime(1)
  expect(streams).toHaveLength(3)
  streams[2]?.onopen?.()
  vi.advanceTimersByTime(250)
  expect(live.state()).toBe('live')
  expect(kinds()).toEqual(['resync'])
})

test('tries later each time once patience is over', () => {
  for (let i = 0; i < 6; i++) {
    streams[i]?.onerror?.()
    vi.advanceTimersByTime(800)
  }
  expect(streams).toHaveLength(7)
  streams[6]?.onerror?.()
  vi.advanceTimersByTime(1_000)
  expect(streams).toHaveLength(8)
  streams[7]?.onerror?.()
  vi.advanceTimersByTime(1_999)
  expect(streams).toHaveLength(8)
  vi.advanceTimersByTime(1)
  expect(streams).toHaveLength(9)
})

test('says after five seconds that it waits, and polls each half minute until it is back', () => {
  streams[0]?.onerror?.()
  vi.advanceTimersByTime(4_999)
  expect(live.state()).toBe('connecting')
  vi.advanceTimersByTime(1)
  expect(live.state()).toBe('waiting')
  vi.advanceTimersByTime(30_250)
  expect(kinds()).toEqual(['resync'])
  streams.at(-1)?.onopen?.()
  expect(live.state()).toBe('live')
  vi.advanceTimersByTime(250)
  batches = []
  vi.advanceTimersByTime(60_000)
  expect(kinds()).toEqual([])
})

test('closes while the tab is hidden and fetches everything when it is shown again', () => {
  streams[0]?.onopen?.()
  hide(true)
  expect(streams[0]?.closed).toBe(true)
  hide(false)
  expect(streams).toHaveLength(2)
  vi.advanceTimersByTime(250)
  expect(kinds()).toEqual(['resync'])
})
