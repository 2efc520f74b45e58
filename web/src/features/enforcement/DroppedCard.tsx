import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useContext, useMemo } from 'react'
import { droppedQuery } from '@/api/enforcement'
import type { Dropped } from '@/api/types'
import { formatBytes } from '@/lib/bytes'
import { formatCount } from '@/lib/numbers'
import { statsQuery, withSpan } from '@/lib/statsFilter'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { ChartSkeleton } from '@/ui/chart/ChartSkeleton'
import { TimeSeries } from '@/ui/chart/TimeSeries'
import type { Counted } from '@/ui/chart/useChartWords'
import { ErrorState } from '@/ui/ErrorState'
import { packetWords } from '@/ui/enforcement/amounts'
import { useListPaints } from '@/ui/enforcement/listPaints'
import { RangeControl } from '@/ui/filters/RangeControl'
import { bucketLength } from '@/ui/rangeWords'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { TimeZone } from '@/ui/zone'
import { linesOf } from './droppedLines'
import classes from './enforcement.module.css'
import type { EnforcementSearch } from './search'

interface Props {
  search: EnforcementSearch
  hosts: readonly string[]
  onChange: (search: EnforcementSearch) => void
}

const height = 264
const refreshMs = 60_000

/** Packets and bytes that were dropped over time, by list. */
export function DroppedCard({ search, hosts, onChange }: Props) {
  const { t } = useLingui()
  const zone = useContext(TimeZone) ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const query = useQuery({ ...droppedQuery(statsQuery(search, zone)), refetchInterval: refreshMs })
  const { data, error, isPlaceholderData, refetch } = query
  const length = bucketLength(data?.bucket_seconds)
  const narrow = (part: EnforcementSearch) => onChange({ ...search, ...part })
  return (
    <Card title={t`Dropped over time`} aside={length && t(length)}>
      <div className={classes.controls}>
        <RangeControl filter={search} onChange={({ range, from, to }) => narrow({ range, from, to })} />
        <SegmentedControl
          label={t`What is counted`}
          value={search.count ?? 'packets'}
          options={[
            { value: 'packets', label: t`Packets` },
            { value: 'bytes', label: t`Bytes` },
          ]}
          onChange={(count) => narrow({ count: count === 'bytes' ? count : undefined })}
        />
        {hosts.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={t`Host`}
            value={search.host ?? ''}
            data={[{ value: '', label: t`All hosts` }, ...[...hosts].sort()]}
            onChange={(event) => narrow({ host: event.currentTarget.value || undefined })}
          />
        )}
      </div>
      <BusyBar busy={isPlaceholderData} />
      {data ? (
        <Chart
          dropped={data}
          count={search.count ?? 'packets'}
          onZoom={(from, to) => {
            const span = withSpan(search, from, to)
            narrow({ range: undefined, from: span.from, to: span.to })
          }}
        />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <ChartSkeleton height={height} />
      )}
    </Card>
  )
}

interface ChartProps {
  dropped: Dropped
  count: 'packets' | 'bytes'
  onZoom: (from: number, to: number) => void
}

function Chart({ dropped, count, onZoom }: ChartProps) {
  const { t } = useLingui()
  const { shown, other } = useMemo(() => linesOf(dropped, count), [dropped, count])
  const paints = useListPaints(shown.map((line) => line.id))
  const buckets = useMemo(() => dropped.buckets.map((at) => Date.parse(at)), [dropped])
  const none = t`Nothing was dropped in this range.`
  const counted = useMemo<Counted>(
    () =>
      count === 'bytes'
        ? { amount: formatBytes, short: (n) => formatBytes(n, true), none }
        : { amount: packetWords, short: formatCount, none },
    [count, none],
  )
  const series = shown.map(({ id, name, values }) => ({
    key: String(id),
    label: name,
    values,
    paint: paints.get(String(id)),
  }))
  if (series.length === 0)
    return (
      <TimeSeries
        label={t`Dropped over time`}
        buckets={buckets}
        bucketSeconds={dropped.bucket_seconds}
        series={[{ key: ' none', label: t`All lists`, values: buckets.map(() => 0) }]}
        timeZone={dropped.timezone}
        height={height}
        counted={counted}
      />
    )
  return (
    <TimeSeries
      label={t`Dropped over time by list`}
      buckets={buckets}
      bucketSeconds={dropped.bucket_seconds}
      series={other ? [...series, { key: ' other', label: t`Other lists`, values: other, other: true }] : series}
      timeZone={dropped.timezone}
      height={height}
      onZoom={onZoom}
      counted={counted}
    />
  )
}
