import type { MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { change, formatCount, formatShare } from '@/lib/numbers'
import type { Range } from '@/lib/ranges'

/** The ranges as the control names them. */
export const rangeNames: Record<Range, MessageDescriptor> = {
  '24h': msg`24 hours`,
  '7d': msg`7 days`,
  '30d': msg`30 days`,
  '365d': msg`Year`,
}

/** "in the last 24 hours". */
export const inRange: Record<Range, MessageDescriptor> = {
  '24h': msg`in the last 24 hours`,
  '7d': msg`in the last 7 days`,
  '30d': msg`in the last 30 days`,
  '365d': msg`in the last 365 days`,
}

const hour = 3600

const lengths: readonly [number, MessageDescriptor][] = [
  [hour, msg`per hour`],
  [6 * hour, msg`per 6 hours`],
  [24 * hour, msg`per day`],
  [7 * 24 * hour, msg`per week`],
]

/** "per day": how long a bucket of a chart is, in words; undefined for other lengths. */
export function bucketLength(seconds: number | undefined): MessageDescriptor | undefined {
  return lengths.find(([length]) => length === seconds)?.[1]
}

/**
 * How a figure compares with the same length of time before, in words; no range is one of the viewer's own. Where `before` is null the
 * history does not reach back that far.
 */
export function comparison(now: number, before: number | null, range?: Range): string {
  if (before === null) return t`no data for ${thanBefore(range)}`
  const than = thanBefore(range)
  const share = change(now, before)
  if (share === undefined) return now === 0 ? t`none ${than} either` : t`none ${than}`
  if (Math.abs(share) < 0.005) return t`as many as ${than}`
  if (share >= 2) return t`${formatCount(Math.round(now / before))} times as many as ${than}`
  return share > 0 ? t`${formatShare(share)} more than ${than}` : t`${formatShare(-share)} fewer than ${than}`
}

function thanBefore(range: Range | undefined): string {
  if (range === '24h') return t`the day before`
  if (range === '7d') return t`the week before`
  if (range === '30d') return t`the 30 days before`
  return range === '365d' ? t`the year before` : t`the period before`
}
