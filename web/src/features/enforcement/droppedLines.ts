import type { Dropped } from '@/api/types'

/** As many lists have a line of their own. */
const most = 5

interface Line {
  id: number
  name: string
  values: readonly number[]
}

/** What a chart of packets or bytes shows: the lists with most, most first, and the sum of all others. */
export function linesOf({ lists }: Dropped, count: 'packets' | 'bytes'): { shown: Line[]; other?: number[] } {
  const lines = [...lists]
    .sort((a, b) => b[count] - a[count])
    .map(({ id, name, packets_over_time, bytes_over_time }): Line => {
      return { id, name, values: count === 'bytes' ? bytes_over_time : packets_over_time }
    })
  const rest = lines.slice(most)
  const [first] = rest
  if (!first) return { shown: lines }
  const other = first.values.map((_, i) => rest.reduce((sum, line) => sum + (line.values[i] ?? 0), 0))
  return { shown: lines.slice(0, most), other }
}
