import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { EnforceMode } from '@/api/enforcement'
import type { EnforcedList, Enforcement } from '@/api/types'
import type { Tone } from '@/ui/StatusDot'

type Stand = Enforcement['stand']

/** How far a host is, in words. */
export const stands: Record<Stand, { words: MessageDescriptor; tone: Tone }> = {
  in_force: { words: msg`In force`, tone: 'ok' },
  pending: { words: msg`About to change`, tone: 'warn' },
  drift: { words: msg`Changed by somebody else, being mended`, tone: 'warn' },
  failing: { words: msg`Not in force, tried again`, tone: 'bad' },
  obstacle: { words: msg`Cannot block in its kernel`, tone: 'bad' },
  away: { words: msg`Nobody reaches it`, tone: 'bad' },
  off: { words: msg`Off`, tone: 'idle' },
  idle: { words: msg`Nothing to block`, tone: 'idle' },
}

/** How a host blocks, in words. */
export const modes: Record<EnforceMode, MessageDescriptor> = {
  kernel: msg`In the kernel`,
  jail: msg`By a jail of fail2ban`,
  off: msg`Not at all`,
}

/** The jail of the compatible way, and how many addresses it takes at most. */
export const importJail = 'blocklist-import'
export const mostInJail = 5_000

const tones: readonly Tone[] = ['bad', 'warn', 'ok', 'idle']

/** Those with which something is wrong first, the others by name. */
export function inOrder(hosts: readonly Enforcement[]): Enforcement[] {
  const rank = (host: Enforcement) => Math.min(2, tones.indexOf(stands[host.stand].tone))
  return [...hosts].sort((a, b) => rank(a) - rank(b) || a.host.localeCompare(b.host))
}

/** How many hosts are to block, how many of them do, and the worst of how they are. */
export function summaryOf(hosts: readonly Enforcement[]): { wanted: number; right: number; tone: Tone } {
  const wanted = hosts.filter((host) => stands[host.stand].tone !== 'idle')
  const tone = tones.find((one) => wanted.some((host) => stands[host.stand].tone === one)) ?? 'idle'
  return { wanted: wanted.length, right: wanted.filter((host) => host.stand === 'in_force').length, tone }
}

/** How what a kernel has of a list is to what it should have. */
export type Agreement = 'same' | 'missing' | 'surplus' | 'other'

export function agreementOf({ in_force, digest, wished_digest }: EnforcedList): Agreement {
  if (in_force) return 'same'
  if (digest === '') return 'missing'
  return wished_digest === '' ? 'surplus' : 'other'
}

/** The sums over the lists of a host. */
export function totalsOf(lists: readonly EnforcedList[]) {
  const sum = (of: (list: EnforcedList) => number) => lists.reduce((n, list) => n + of(list), 0)
  return {
    wished: sum((l) => l.wished_entries),
    entries: sum((l) => l.entries),
    subtracted: sum((l) => l.subtracted),
    packets: sum((l) => l.packets),
    bytes: sum((l) => l.bytes),
  }
}
