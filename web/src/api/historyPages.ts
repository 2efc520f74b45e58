import type { InfiniteData } from '@tanstack/react-query'
import { addressKind, liesIn } from '@/lib/address'
import { unknownCountry } from '@/lib/country'
import type { HistoryFilters, HistoryPage } from './history'
import type { Ban } from './types'

/** The pages of the history as they are cached. */
export type Pages = InfiniteData<HistoryPage>

/** Whether a new ban belongs to the list, as the server decides. */
export function matches(ban: Ban, filters: HistoryFilters): boolean {
  const { from, to, host, jail, address, id, country, origin, asn, q } = filters
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
    (!id || ban.address === id) &&
    (!text ||
      [addressKind(ban.address) ? '' : ban.address, ...ban.evidence].some((line) => line.toLowerCase().includes(text)))
  )
}

/** All bans in their order, each once. */
export function allBans(pages: Pages | undefined): Ban[] {
  return latest(pages?.pages.flatMap((page) => page.items) ?? [])
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

/** New bans on top, newest first; those that are there already get their newest version. */
export function withBans(pages: Pages, told: readonly Ban[]): Pages {
  const there = new Set(allBans(pages).map((ban) => ban.id))
  const added = latest(told).filter((ban) => !there.has(ban.id))
  added.sort((a, b) => Date.parse(b.banned_at) - Date.parse(a.banned_at) || b.id - a.id)
  const [first, ...rest] = renewed(pages, told).pages
  if (!first) return pages
  return { ...pages, pages: [{ ...first, items: [...added, ...first.items] }, ...rest] }
}

/** Each ban once, in the last version that was told of. */
export function latest(told: readonly Ban[]): Ban[] {
  return [...new Map(told.map((ban) => [ban.id, ban])).values()]
}
