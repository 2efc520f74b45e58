import { createContext, useContext } from 'react'
import { formatAbsolute, formatClock, formatMoment } from '@/lib/time'

/** The time zone that times are shown in, chosen at set-up; undefined where nobody is signed in: the browser's own. */
export const TimeZone = createContext<string | undefined>(undefined)

/** "14:02" today, "12 Oct, 14:02" on another day, for a time in RFC 3339. */
export function useClock(): (at: string) => string {
  const zone = useContext(TimeZone)
  return (at) => formatClock(Date.parse(at), Date.now(), zone)
}

/** "14:02:33" today, "12 Oct, 14:02" before, for a time in RFC 3339. */
export function useMoment(): (at: string) => string {
  const zone = useContext(TimeZone)
  return (at) => formatMoment(Date.parse(at), Date.now(), zone)
}

/** Date and time with seconds and the name of the zone, for a time in RFC 3339. */
export function useExactTime(): (at: string) => string {
  const zone = useContext(TimeZone)
  return (at) => formatAbsolute(Date.parse(at), zone)
}
