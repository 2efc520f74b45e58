import type { InfiniteData } from '@tanstack/react-query'
import type { HistoryFilters, HistoryPage } from '@/api/history'
import type { Ban } from '@/api/types'
import { liesIn } from '@/lib/address'
import { unknownCountry } from '@/lib/country'

/** The pages of the history as they are cached. */
export type Pages = InfiniteData<HistoryPage>

/** Whether a new ban belongs to the list, as the server decides. */
export function matches(ban: Ban, filters: HistoryFilters): boolean {
  const { from, to, host, jail, address, country, origin, asn, q } = filters
  const began = Date.parse(ban.banned_at)
  const text = q?.toLowerCase()
  return (
    (!from || began >= Date.parse(from)) &&
    (!to || began < Date.parse(to)) &&
    (!host || ban.host === host) &&
    (!jail || ban.jail === jail) &&
    (!origin || ban.origin === origin) &&
    (!asn || ban.asn === asn) &&
    (!country || (ban.country || unknownCountry) === country) &&
    (!address || liesIn(ban.address, address)) &&
    (!text || ban.evidence.some((line) => line.toLowerCase().includes(text)))
  )
}

/** All bans in their order, each once. */
export function allBans(pages: Pages | undefined): Ban[] {
  return [...new Map(pages?.pages.flatMap((page) => page.items).map((ban) => [ban.id, ban])).values()]
}

/** The same bans in the newest version that was told of; how often the address was banned is told in lists only. */
export function renewed(pages: Pages, told: readonly Ban[]): Pages {
  const byId = new Map(told.map((ban) => [ban.id, ban]))
  if (!pages.pages.some((page) => page.items.some((ban) => byId.has(ban.id)))) return pages
  const renew = (old: Ban): Ban => {
    const ban = byId.get(old.id)
    return ban ? { ...ban, repeats: Math.max(ban.repeats, old.repeats) } : old
  }
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map(renew) })) }
}
