import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type ApiError, asApiError, serverAway } from '@/lib/problem'

/** That the server cannot answer now, as the first query that noticed was told. */
interface Fault {
  error: ApiError
  key: QueryKey
  /** When that query was answered last (milliseconds since 1970); 0 if never. */
  since: number
}

const againMs = 3_000

/**
 * Whether the server can answer at all; undefined while it does. It asks again every three seconds, and once it answers everything is
 * fetched anew, so that no page needs a "try again".
 */
export function useServerFault(): Fault | undefined {
  const client = useQueryClient()
  const [fault, setFault] = useState<Fault>()
  const failed = useRef<string>(undefined)
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        const { query } = event
        if (event.type === 'removed' && query.queryHash === failed.current) failed.current = undefined
        else if (event.type !== 'updated') return
        else if (event.action.type === 'error' && failed.current === undefined && serverAway(event.action.error)) {
          failed.current = query.queryHash
          setFault({ error: asApiError(event.action.error), key: query.queryKey, since: query.state.dataUpdatedAt })
          return
        } else if (event.action.type === 'success' && !event.action.manual && query.queryHash === failed.current)
          failed.current = undefined
        if (failed.current === undefined) setFault(undefined)
      }),
    [client],
  )
  useEffect(() => {
    if (!fault) return
    const timer = setInterval(() => void client.refetchQueries({ queryKey: fault.key, exact: true }), againMs)
    return () => {
      clearInterval(timer)
      void client.invalidateQueries()
    }
  }, [client, fault])
  return fault
}
