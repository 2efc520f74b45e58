import { Trans } from '@lingui/react/macro'
import { sum } from '@/lib/stack'
import { DataTable, table } from '@/ui/DataTable'
import classes from './TimeSeries.module.css'

interface Props {
  label: string
  /** The buckets in words, in the order of the values. */
  times: readonly { at: number; words: string }[]
  series: readonly { key: string; label: string; values: readonly number[] }[]
  before: readonly number[] | undefined
  height: number
  format: (n: number) => string
}

/** The same values as a table, newest first. */
export function ChartTable({ label, times, series, before, height, format }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.table} style={{ height }} tabIndex={0} aria-label={label}>
      <DataTable label={label}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Time</Trans>
            </th>
            {series.map((s) => (
              <th key={s.key} scope="col" className={table.num}>
                {s.label}
              </th>
            ))}
            {series.length > 1 && (
              <th scope="col" className={table.num}>
                <Trans>Total</Trans>
              </th>
            )}
            {before && (
              <th scope="col" className={table.num}>
                <Trans>Period before</Trans>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {times
            .map(({ at, words }, i) => (
              <tr key={at}>
                <td className="nowrap">{words}</td>
                {series.map((s) => (
                  <td key={s.key} className={table.num}>
                    {format(s.values[i] ?? 0)}
                  </td>
                ))}
                {series.length > 1 && <td className={table.num}>{format(sum(series.map((s) => s.values[i] ?? 0)))}</td>}
                {before && <td className={`${table.num} dim`}>{format(before[i] ?? 0)}</td>}
              </tr>
            ))
            .reverse()}
        </tbody>
      </DataTable>
    </section>
  )
}
