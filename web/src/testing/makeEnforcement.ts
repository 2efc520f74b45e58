import type { Dropped, EnforcedList, Enforcement, Listed } from '@/api/types'

/** A list that a kernel has as it should. */
export function makeEnforcedList(over: Partial<EnforcedList> = {}): EnforcedList {
  return {
    id: 1,
    name: 'spamhaus-drop',
    wished_digest: 'abcdef0123456789',
    wished_entries: 1200,
    in_force: true,
    digest: 'abcdef0123456789',
    entries: 1200,
    addresses: 200,
    networks: 990,
    subtracted: 10,
    packets: 12_345,
    bytes: 740_700,
    counted_since: '2026-10-12T04:00:00Z',
    ...over,
  }
}

/** A host that blocks one list in its kernel, as it is to. */
export function makeEnforcement(over: Partial<Enforcement> = {}): Enforcement {
  return {
    host: 'local',
    mode: 'kernel',
    stand: 'in_force',
    wished_revision: 12,
    wished_at: '2026-10-12T04:00:00Z',
    revision: 12,
    since: '2026-10-12T04:00:02Z',
    armed: true,
    lists: [makeEnforcedList()],
    allow: 2,
    protected: [
      { network: '127.0.0.0/8', why: 'loopback', detail: '' },
      { network: '192.0.2.10', why: 'own_address', detail: 'eth0' },
      { network: '203.0.113.5', why: 'signed_in', detail: 'ada' },
    ],
    drift: '',
    repairs: 0,
    repaired_at: null,
    kept: true,
    obstacle: null,
    problem: null,
    reported_at: '2026-10-12T04:10:00Z',
    age_seconds: 5,
    jail: null,
    ...over,
  }
}

/** What one list has of 192.0.2.1, which local blocks. */
export function makeListed(over: Partial<Listed> = {}): Listed {
  return {
    address: '192.0.2.1',
    lists: [
      {
        id: 1,
        name: 'spamhaus-drop',
        enabled: true,
        entries: [{ network: '192.0.2.0/24', since: '2026-10-01T04:00:00Z' }],
        more: false,
        hosts: ['local'],
        packets: 1284,
        bytes: 82_000,
        licence: 'free to use',
        credit: 'The Spamhaus Project',
        homepage: 'https://www.spamhaus.org/',
      },
    ],
    exempt: false,
    exemptions: [],
    ...over,
  }
}

/** Two hours in which two lists had packets dropped. */
export function makeDropped(over: Partial<Dropped> = {}): Dropped {
  return {
    range: '24h',
    from: '2026-10-12T02:00:00Z',
    to: '2026-10-12T04:00:00Z',
    bucket_seconds: 3600,
    timezone: 'UTC',
    estimated: false,
    buckets: ['2026-10-12T02:00:00Z', '2026-10-12T03:00:00Z'],
    lists: [
      {
        id: 1,
        name: 'spamhaus-drop',
        packets: 30,
        bytes: 1800,
        packets_over_time: [10, 20],
        bytes_over_time: [600, 1200],
      },
      { id: 2, name: 'mine', packets: 5, bytes: 500_000, packets_over_time: [0, 5], bytes_over_time: [0, 500_000] },
    ],
    total: { packets: 35, bytes: 501_800, packets_over_time: [10, 25], bytes_over_time: [600, 501_200] },
    ...over,
  }
}
