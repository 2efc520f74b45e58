/** What is wrong with a range of one's own; undefined if it can be shown. */
export type SpanFault = { field: 'from' | 'to'; kind: 'missing' | 'order' | 'future' | 'far' | 'long' }

const earliest = Date.UTC(1971, 0, 1)

/** Times are milliseconds since 1970; the range may be `longest` milliseconds long. */
export function spanFault(
  from: number | undefined,
  to: number | undefined,
  now: number,
  longest: number,
): SpanFault | undefined {
  if (from === undefined) return { field: 'from', kind: 'missing' }
  if (to === undefined) return { field: 'to', kind: 'missing' }
  if (from < earliest) return { field: 'from', kind: 'far' }
  if (from >= now) return { field: 'from', kind: 'future' }
  if (to <= from) return { field: 'to', kind: 'order' }
  return to - from > longest ? { field: 'from', kind: 'long' } : undefined
}
