import { matches } from '@/api/historyPages'
import type { LiveEvent } from '@/api/live'
import type { Ban } from '@/api/types'
import type { StatsFilter } from '@/lib/statsFilter'

/**
 * The newest bans after some events: bans that the filter lets through come on top, newest first and at most `limit`, and those that are
 * there already get their newest version. The same list if nothing in it changed.
 */
export function withEvents(
  list: readonly Ban[],
  events: readonly LiveEvent[],
  filter: StatsFilter,
  limit: number,
): readonly Ban[] {
  const told = events.flatMap((event) => (event.kind === 'ban' || event.kind === 'unban' ? [event] : []))
  const newest = new Map(told.map(({ ban }) => [ban.id, ban]))
  const there = new Set(list.map((ban) => ban.id))
  const added = [...new Set(told.filter((event) => event.kind === 'ban').map(({ ban }) => ban.id))]
    .filter((id) => !there.has(id))
    .flatMap((id) => newest.get(id) ?? [])
    .filter((ban) => matches(ban, filter))
  if (added.length === 0 && !list.some((ban) => newest.has(ban.id))) return list
  // Only lists know how often an address was banned.
  const kept = list.map((ban) => ({ ...ban, ...newest.get(ban.id), repeats: ban.repeats }))
  return [...added, ...kept].sort(newestFirst).slice(0, limit)
}

function newestFirst(a: Ban, b: Ban): number {
  return Date.parse(b.banned_at) - Date.parse(a.banned_at) || b.id - a.id
}
