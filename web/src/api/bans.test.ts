import { describe, expect, it } from 'vitest'
import { makeBan, makeResult } from '@/testing/make'
import { complaint, groupBans } from './bans'

describe('groupBans', () => {
  it('makes one order for each host and jail, so that nothing else is lifted', () => {
    const bans = [
      makeBan({ address: '192.0.2.1', jail: 'sshd' }),
      makeBan({ address: '192.0.2.2', jail: 'nginx' }),
      makeBan({ address: '192.0.2.3', jail: 'sshd' }),
    ]
    expect(groupBans(bans)).toEqual([
      { host: 'local', jail: 'sshd', addresses: ['192.0.2.1', '192.0.2.3'] },
      { host: 'local', jail: 'nginx', addresses: ['192.0.2.2'] },
    ])
  })

  it('splits what is more than one order may hold', () => {
    const bans = Array.from({ length: 1001 }, (_, i) => makeBan({ address: `10.0.${i >> 8}.${i & 255}` }))
    expect(groupBans(bans).map((g) => g.addresses.length)).toEqual([1000, 1])
  })
})

describe('complaint', () => {
  it('is nothing if all went well, else the first reason', () => {
    const good = makeResult({ outcome: 'banned' })
    const bad = makeResult({ address: '192.0.2.9', outcome: 'failed', message: 'no such jail' })
    expect(complaint([good], ['banned'])).toBeUndefined()
    expect(complaint([good, bad, bad], ['banned'])?.message).toBe('192.0.2.9: no such jail (+1)')
  })
})
