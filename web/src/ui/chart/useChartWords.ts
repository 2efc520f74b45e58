import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { change, formatCount, formatShare } from '@/lib/numbers'
import { peak, sum } from '@/lib/stack'
import { bucketEnd, formatBucket } from '@/lib/timeAxis'

/** What a chart counts, where it is not bans. */
export interface Counted {
  /** A number with its unit, in words. */
  amount: (n: number) => string
  /** The same as short as can be, for tables and the axis. */
  short: (n: number) => string
  /** Said if there is nothing. */
  none: string
}

interface Options {
  buckets: readonly number[]
  bucketMs: number
  series: readonly { label: string; values: readonly number[] }[]
  before: readonly number[] | undefined
  timeZone: string | undefined
  counted: Counted | undefined
}

/** What a chart says in words: a bucket's time, and the caption that names what stands out. */
export function useChartWords({ buckets, bucketMs, series, before, timeZone, counted }: Options) {
  const { t } = useLingui()
  const bucket = (index: number) => formatBucket(buckets[index] ?? 0, bucketEnd({ buckets, bucketMs }, index), timeZone)
  const amount = counted?.amount ?? ((n: number) => `${formatCount(n)} ${plural(n, { one: 'ban', other: 'bans' })}`)
  const total = sum(series.map((s) => sum(s.values)))
  const highest = series
    .map(({ label, values }) => ({ label, top: peak(values) }))
    .reduce<{ label: string; index: number; value: number } | undefined>(
      (best, { label, top }) => (top && top.value > (best?.value ?? 0) ? { label, ...top } : best),
      undefined,
    )
  const share = before && change(total, sum(before))
  const compared =
    share === undefined || Math.abs(share) < 0.005
      ? amount(total)
      : share > 0
        ? t`${amount(total)}, ${formatShare(share)} more than in the period before`
        : t`${amount(total)}, ${formatShare(-share)} fewer than in the period before`
  const caption = highest
    ? t`${compared}. ${highest.label} peaked at ${amount(highest.value)}: ${bucket(highest.index)}.`
    : (counted?.none ?? t`No bans in this range.`)
  return { bucket, caption }
}
