/** Bans that began on a day; `at` is when the day begins in UTC, in RFC 3339. */
export interface DayCount {
  at: string
  n: number
}

/** Bans from `from` up to, but not including, `to` (milliseconds since 1970). */
export interface Column {
  from: number
  to: number
  n: number
  /** Its place from the left. */
  index: number
}

export interface TimeLine {
  /** All days up to the end of today. */
  from: number
  to: number
  /** How many columns there are, with the empty ones. */
  count: number
  /** The columns with bans, oldest first. */
  columns: readonly Column[]
  /** The highest count of a column. */
  top: number
  columnDays: number
}

const day = 86_400_000

/** Few days would be slabs, more than so many columns would be hairs. */
const fewestDays = 30
const mostColumns = 186

/** Lays days out on a line that ends today: a column for each day, or for several where there are too many. */
export function layOutDays(days: readonly DayCount[], now: number): TimeLine {
  const to = (Math.floor(now / day) + 1) * day
  const first = days.reduce((least, d) => Math.min(least, Date.parse(d.at)), to - fewestDays * day)
  const span = Math.ceil((to - first) / day)
  const columnDays = [1, 7].find((size) => span / size <= mostColumns) ?? Math.ceil(span / mostColumns)
  const count = Math.ceil(span / columnDays)
  const from = to - count * columnDays * day
  const counts = new Map<number, number>()
  for (const { at, n } of days) {
    const index = Math.min(count - 1, Math.floor((Date.parse(at) - from) / day / columnDays))
    counts.set(index, (counts.get(index) ?? 0) + n)
  }
  const columns = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([index, n]) => ({
      index,
      n,
      from: from + index * columnDays * day,
      to: from + (index + 1) * columnDays * day,
    }))
  return { from, to, count, columns, top: Math.max(0, ...columns.map((c) => c.n)), columnDays }
}

/** The column with bans that is nearest to a place from the left (0 to 1); undefined if there is none. */
export function nearestColumn({ columns, count }: TimeLine, share: number): Column | undefined {
  const distance = ({ index }: Column) => Math.abs((index + 0.5) / count - share)
  return columns.reduce<Column | undefined>((best, c) => (best && distance(best) <= distance(c) ? best : c), undefined)
}
