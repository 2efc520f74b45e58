import { useContext } from 'react'
import { formatMoment, formatRelative } from '@/lib/time'
import { TimeZone, useExactTime } from '@/ui/zone'

/** When a ban began, for lists that go far back: date and time, with how long ago and the zone in the tooltip. */
export function BanTime({ at }: { at: string }) {
  const zone = useContext(TimeZone)
  const exact = useExactTime()
  const [time, now] = [Date.parse(at), Date.now()]
  return (
    <time dateTime={at} title={`${formatRelative(time, now)} · ${exact(at)}`} className="num nowrap">
      {formatMoment(time, now, zone)}
    </time>
  )
}
