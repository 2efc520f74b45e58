import { linkOptions } from '@tanstack/react-router'
import { splitNetwork } from '@/lib/address'
import { rangeOf, type StatsFilter } from '@/lib/statsFilter'

/** The history with the same filters. It shows all times if none is named. */
export const historyLink = (filter: StatsFilter) =>
  linkOptions({ to: '/history', search: { ...filter, range: rangeOf(filter) } })

/** The world map with the same filters. */
export const mapLink = ({ address, q, ...filter }: StatsFilter) => linkOptions({ to: '/map', search: filter })

/** All that is known of an address or a network. */
export function addressLink(value: string) {
  const { address, prefix } = splitNetwork(value)
  return linkOptions({ to: '/addresses/$address', params: { address }, search: { prefix } })
}
