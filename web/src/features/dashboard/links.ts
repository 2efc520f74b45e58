import type { LinkProps } from '@tanstack/react-router'
import { rangeOf, type StatsFilter } from '@/lib/statsFilter'

/** The history with the same filters. */
export function historyLink(filter: StatsFilter): LinkProps {
  return { to: '/history' as never, search: { ...filter, range: rangeOf(filter) } as never }
}

/** All that is known of an address. */
export function addressLink(address: string): LinkProps {
  return { to: '/addresses/$address' as never, params: { address } as never }
}
