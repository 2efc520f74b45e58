import type { Listed } from '@/api/types'
import { liesIn } from '@/lib/address'

/**
 * What comes of what lists have of an address or network: no list has it; only lists that are off do; it is let through nevertheless; no
 * kernel has those lists; or it is blocked on hosts, but for parts of it or on other hosts (`partly`).
 */
export type Verdict =
  | { kind: 'unlisted' | 'off' | 'spared' | 'nowhere' }
  | { kind: 'blocked' | 'partly'; hosts: readonly string[] }

export function verdictOf({ address, lists, exempt, exemptions }: Listed): Verdict {
  if (lists.length === 0) return { kind: 'unlisted' }
  if (exempt) return { kind: 'spared' }
  const inKernel = [...new Set(lists.flatMap((list) => list.hosts))].sort()
  if (inKernel.length === 0) return { kind: lists.some((list) => list.enabled) ? 'nowhere' : 'off' }
  const spared = new Set(exemptions.filter((e) => liesIn(address, e.network)).flatMap((e) => e.hosts))
  const hosts = inKernel.filter((host) => !spared.has(host))
  if (hosts.length === 0) return { kind: 'spared' }
  return { kind: exemptions.length > 0 ? 'partly' : 'blocked', hosts }
}
