import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { makeBan } from '@/testing/make'
import { calls, serve } from '@/testing/server'
import { addressBansQuery, networkNameQuery } from './bans'

describe('newestBans', () => {
  it('goes on where an answer has few bans, also for the other bans of an address and the name of a network', async () => {
    serve({
      'GET /bans': ({ path }) =>
        path.includes('cursor')
          ? { items: [makeBan({ id: 3, network: 'Example Net' })], next_cursor: null }
          : { items: [], next_cursor: 'c1' },
    })
    const client = new QueryClient()
    expect((await client.fetchQuery(addressBansQuery('192.0.2.1'))).items).toHaveLength(1)
    expect(await client.fetchQuery(networkNameQuery(64500))).toBe('Example Net')
    expect(calls.map((call) => call.path)).toEqual([
      '/bans?address=192.0.2.1&limit=20',
      '/bans?address=192.0.2.1&limit=20&cursor=c1',
      '/bans?asn=64500&limit=1',
      '/bans?asn=64500&limit=1&cursor=c1',
    ])
  })
})
