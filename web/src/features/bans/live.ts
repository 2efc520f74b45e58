import type { InfiniteData } from '@tanstack/react-query'
import type { ActiveFilters } from '@/api/activeBans'
import type { paths } from '@/api/schema.gen'
import type { Ban } from '@/api/types'

type Page = paths['/bans/active']['get']['responses'][200]['content']['application/json']

/** The pages of active bans as they are cached. */
export type Pages = InfiniteData<Page>

/** Whether a ban belongs to the list: as the server decides, but for networks, which only it can look into. */
export function matches(ban: Ban, { host, jail, q }: ActiveFilters): boolean {
  if ((host && ban.host !== host) || (jail && ban.jail !== jail)) return false
  const text = q?.toLowerCase()
  return !text || [ban.address, ban.jail, ban.reason].some((field) => field.toLowerCase().includes(text))
}

/** Puts new bans on top, newest first; one that is there already only gets its newest version. */
export function withBans(pages: Pages, bans: readonly Ban[]): Pages {
  const there = new Set(pages.pages.flatMap((page) => page.items.map((ban) => ban.id)))
  const byId = new Map(bans.map((ban) => [ban.id, ban]))
  const added = newestFirst([...byId.values()].filter((ban) => !there.has(ban.id)))
  return eachPage(pages, (page, i) => {
    const items = page.items.map((ban) => byId.get(ban.id) ?? ban)
    return { ...page, total: page.total + added.length, items: i === 0 ? [...added, ...items] : items }
  })
}

/** All bans in their order, each once: pages that were fetched at different times can overlap. */
export function allBans(pages: Pages | undefined): Ban[] {
  const byId = new Map(pages?.pages.flatMap((page) => page.items).map((ban) => [ban.id, ban]))
  return [...byId.values()]
}

/** Bans that wait, each once: an event can tell of a ban again, with more evidence. */
export function queued(waiting: readonly Ban[], bans: readonly Ban[], ended: readonly Ban[]): Ban[] {
  const byId = new Map([...waiting, ...bans].map((ban) => [ban.id, ban]))
  for (const ban of ended) byId.delete(ban.id)
  return [...byId.values()]
}

function newestFirst(bans: Ban[]): Ban[] {
  return bans.sort((a, b) => Date.parse(b.banned_at) - Date.parse(a.banned_at) || b.id - a.id)
}

/** Marks bans that ended, in their places. */
export function withEnded(pages: Pages, ended: readonly Ban[]): Pages {
  const byId = new Map(ended.map((ban) => [ban.id, ban]))
  const gone = pages.pages.flatMap((page) => page.items).filter((ban) => ban.active && byId.has(ban.id)).length
  return eachPage(pages, (page) => ({
    ...page,
    total: Math.max(0, page.total - gone),
    items: page.items.map((ban) => byId.get(ban.id) ?? ban),
  }))
}

/** Takes out the bans that ended. */
export function withoutEnded(pages: Pages): Pages {
  return eachPage(pages, (page) => ({ ...page, items: page.items.filter((ban) => ban.active) }))
}

function eachPage(pages: Pages, change: (page: Page, i: number) => Page): Pages {
  return { ...pages, pages: pages.pages.map(change) }
}
