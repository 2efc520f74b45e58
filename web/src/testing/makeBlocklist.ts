import type { Blocklist, ListContents, ListImport, ListOffer, ListPreview } from '@/api/types'

/** Contents of 1,000 addresses and two networks. */
export function makeContents(over: Partial<ListContents> = {}): ListContents {
  return {
    revision: 7,
    made_at: new Date(Date.now() - 3_600_000).toISOString(),
    digest: 'ab'.repeat(32),
    entries: 1002,
    addresses: 1000,
    networks: 2,
    ipv4: 1001,
    ipv6: 1,
    covered_ipv4: 1256,
    bytes: 9000,
    memory_bytes: 96_320,
    format: 'plain',
    added: 12,
    removed: 3,
    ...over,
  }
}

/** A list that is fetched every day and goes well. */
export function makeBlocklist(over: Partial<Blocklist> = {}): Blocklist {
  return {
    id: 1,
    name: 'attackers',
    catalogue: '',
    url: 'https://lists.example/all.txt',
    format: { kind: 'auto' },
    schedule: { every_seconds: 86_400 },
    enabled: true,
    priority: 100,
    min_interval_seconds: 300,
    allow_wide: false,
    allow_private: [],
    licence: 'CC0',
    credit: '',
    homepage: '',
    note: '',
    created_at: '2026-10-12T04:00:00Z',
    created_by: 'ada',
    updated_at: '2026-10-12T04:00:00Z',
    health: 'ok',
    contents: makeContents(),
    held: null,
    alert: null,
    tried_at: new Date(Date.now() - 3_600_000).toISOString(),
    fetched_at: new Date(Date.now() - 3_600_000).toISOString(),
    failures: 0,
    problem: '',
    next_at: new Date(Date.now() + 7_200_000).toISOString(),
    asked: false,
    task: 'blocklist.import.1',
    job: null,
    ...over,
  }
}

/** An import that went well, with a host name left out. */
export function makeImport(over: Partial<ListImport> = {}): ListImport {
  return {
    id: 3,
    list: 1,
    job: 8,
    started_at: '2026-10-12T04:00:00Z',
    ended_at: '2026-10-12T04:00:02Z',
    cause: 'schedule',
    actor: '',
    outcome: 'imported',
    message: '1002 entries: 12 added, 3 removed',
    source: 'https://lists.example/all.txt',
    http_status: 200,
    bytes: 12_345,
    format: 'plain',
    gzip: false,
    lines: 1004,
    networks: 1003,
    doubles: 1,
    dropped: [{ reason: 'host_name', title: 'a host name', lines: 1, samples: [{ line: 9, text: 'name.example' }] }],
    entries: 1002,
    before: 993,
    added: 12,
    removed: 3,
    revision: 7,
    took_seconds: 2,
    fetch_seconds: 1.2,
    store_seconds: 0.3,
    ...over,
  }
}

/** What a look at such a list finds. */
export function makeListPreview(over: Partial<ListPreview> = {}): ListPreview {
  const { source, http_status, bytes, format, gzip, lines, networks, doubles, dropped, entries } = makeImport()
  return {
    ...{ source, http_status, bytes, format, gzip, lines, networks, doubles, dropped, entries },
    before: 0,
    added: 1002,
    removed: 0,
    contents: makeContents(),
    samples: ['192.0.2.1', '198.51.100.0/24'],
    overlaps: [{ id: 2, name: 'others', entries: 40 }],
    exempt: [{ entry: '192.0.2.1', network: '192.0.2.1', why: 'signed_in', detail: 'ada' }],
    exempted: 1,
    alert: null,
    ...over,
  }
}

/** A list of the catalogue that may be fetched once an hour. */
export function makeOffer(over: Partial<ListOffer> = {}): ListOffer {
  return {
    key: 'bad-ones',
    name: 'Bad ones',
    about: 'Addresses that are bad',
    url: 'https://bad.example/list.csv',
    homepage: 'https://bad.example/',
    format: { kind: 'csv', column: 'ip' },
    licence: 'CC BY 4.0',
    terms_url: 'https://bad.example/terms',
    credit: 'The Bad Project',
    min_interval_seconds: 3600,
    min_interval_asked: true,
    every_seconds: 43_200,
    size: 1500,
    allow_wide: false,
    caution: '',
    lists: [],
    ...over,
  }
}
