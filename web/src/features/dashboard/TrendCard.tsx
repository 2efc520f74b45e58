import { Trans, useLingui } from '@lingui/react/macro'
import { IconZoomOut } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Trend } from '@/api/types'
import { spanOf, withSpan } from '@/lib/statsFilter'
import { widened } from '@/lib/widened'
import { useJailPaints } from '@/ui/bans/jailColors'
import { ChartSkeleton } from '@/ui/chart/ChartSkeleton'
import { type Series, TimeSeries } from '@/ui/chart/TimeSeries'
import { Estimated } from '@/ui/Estimated'
import { bucketLength } from '@/ui/rangeWords'
import { Block } from './Block'
import classes from './dashboard.module.css'
import { trendQuery } from './queries'
import type { Scope } from './search'

/** Bans over time by jail. Drawing over a part of it narrows the page to that time. */
export function TrendCard({ filter, asked, narrow }: Scope) {
  const { t } = useLingui()
  const query = useQuery(trendQuery(asked))
  const length = bucketLength(query.data?.bucket_seconds)
  const zoom = (from: number, to: number) => narrow(withSpan(filter, from, to))
  const zoomOut = () => {
    const { from, to } = widened(spanOf(filter, Date.now()), Date.now())
    zoom(from, to)
  }
  return (
    <Block
      title={t`Bans over time`}
      note={length && t(length)}
      query={query}
      wait={<ChartSkeleton height={chartHeight} />}
    >
      {(trend) => (
        <Chart
          trend={trend}
          onZoom={zoom}
          aside={
            filter.from !== undefined && (
              <button type="button" className={classes.zoomOut} onClick={zoomOut}>
                <IconZoomOut size={15} stroke={1.7} aria-hidden="true" />
                <Trans>Zoom out</Trans>
              </button>
            )
          }
        />
      )}
    </Block>
  )
}

const chartHeight = 264

interface ChartProps {
  trend: Trend
  onZoom: (from: number, to: number) => void
  aside: React.ReactNode
}

function Chart({ trend, onZoom, aside }: ChartProps) {
  const { t } = useLingui()
  const paints = useJailPaints(trend.jails.map((line) => line.jail))
  const buckets = useMemo(() => trend.buckets.map((at) => Date.parse(at)), [trend])
  const series: Series[] = trend.jails.map(({ jail, values }) => ({
    key: jail,
    label: jail,
    values,
    paint: paints.get(jail),
  }))
  if (trend.other) series.push({ key: ' other', label: t`Other jails`, values: trend.other.values, other: true })
  if (series.length === 0) series.push({ key: ' none', label: t`Bans`, values: trend.total })
  return (
    <TimeSeries
      label={t`Bans over time by jail`}
      buckets={buckets}
      bucketSeconds={trend.bucket_seconds}
      series={series}
      before={trend.before}
      timeZone={trend.timezone}
      height={chartHeight}
      onZoom={onZoom}
      aside={
        <>
          {trend.estimated && <Estimated />}
          {aside}
        </>
      }
    />
  )
}
