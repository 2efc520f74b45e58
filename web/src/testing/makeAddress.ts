import type { AddressReport } from '@/api/types'
import { makeBan } from './make'

/** An address that is banned in two jails, and was before. */
export function makeAddress(over: Partial<AddressReport> = {}): AddressReport {
  return {
    address: '192.0.2.1',
    kind: 'address',
    special: '',
    country: 'NL',
    asn: 64500,
    network: 'Example Net',
    in_force: [makeBan({ id: 5 }), makeBan({ id: 4, jail: 'nginx' })],
    bans: 3,
    in_force_more: false,
    neighbours_more: false,
    more: false,
    first_banned_at: '2026-10-01T04:00:00Z',
    last_banned_at: '2026-10-12T04:00:00Z',
    jails: [
      { jail: 'sshd', n: 2 },
      { jail: 'nginx', n: 1 },
    ],
    hosts: [{ host: 'local', n: 3 }],
    days: [
      { at: '2026-10-01T00:00:00Z', n: 1 },
      { at: '2026-10-12T00:00:00Z', n: 2 },
    ],
    newest: makeBan({ id: 5 }),
    around: '192.0.2.0/24',
    neighbours: [{ address: '192.0.2.9', n: 4, last_banned_at: '2026-10-11T04:00:00Z', active: true }],
    listed: null,
    name_lookup: true,
    allowances: [],
    protected: [],
    ...over,
  }
}
