import { useEffect, useState } from 'react'
import { formatRelative, relativeStep } from '@/lib/time'
import { useExactTime } from './zone'

/** "2 min. ago" that grows older by itself; the exact time with its zone is in the tooltip. `at` is RFC 3339. */
export function RelativeTime({ at }: { at: string }) {
  const time = Date.parse(at)
  const now = useNow(time)
  const exact = useExactTime()
  return (
    <time dateTime={at} title={exact(at)} className="num nowrap">
      {formatRelative(time, now)}
    </time>
  )
}

/** The current time, renewed when the text for `time` would change. */
function useNow(time: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), relativeStep(time, now))
    return () => clearTimeout(timer)
  }, [time, now])
  return Math.max(now, Date.now())
}
