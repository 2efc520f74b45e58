import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type AllowOrder, allowPreviewQuery } from '@/api/allowances'

/** How long somebody must have stopped typing. */
const pause = 400

/** The most that one order may name. */
const most = 100

/** What allowing these would come to, once nobody types any more. */
export function useAllowPreview(addresses: readonly string[], where: Pick<AllowOrder, 'jails' | 'hosts'>) {
  const wish = JSON.stringify({ addresses, ...where })
  const [settled, setSettled] = useState(wish)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wish), pause)
    return () => clearTimeout(timer)
  }, [wish])
  const order = JSON.parse(settled) as Pick<AllowOrder, 'addresses' | 'jails' | 'hosts'>
  return useQuery({
    ...allowPreviewQuery(order),
    enabled: order.addresses.length > 0 && order.addresses.length <= most,
    placeholderData: addresses.length > 0 ? keepPreviousData : undefined,
  })
}
