import { describe, expect, it } from 'vitest'
import type { ServerInForce } from '@/api/types'
import { makeSetOption } from '@/testing/makeConfig'
import { makeServer } from '@/testing/makeServer'
import { inForce } from './inForce'

const one = (name: string, server: Partial<ServerInForce>, text?: string) =>
  inForce(makeServer(server), text === undefined ? [] : [makeSetOption(name, { text })]).find((o) => o.name === name)

describe('inForce', () => {
  it.each([
    ['loglevel', { log_level: 'INFO' }, 'info', true],
    ['loglevel', { log_level: 'DEBUG' }, 'INFO', false],
    ['logtarget', { log_target: '/var/log/fail2ban.log' }, '/var/log/fail2ban.log', true],
    ['logtarget', { log_target: 'SYSLOG' }, 'SYSLOG[facility=AUTH]', true],
    ['logtarget', { log_target: 'SYSLOG' }, '/var/log/fail2ban.log', false],
    ['dbfile', { database: '/db' }, '/db', true],
    ['dbfile', { database: '' }, 'None', true],
    ['dbfile', { database: '/db' }, 'None', false],
    ['dbpurgeage', { purge_age_seconds: 86_400 }, '1d', true],
    ['dbpurgeage', { purge_age_seconds: 3600 }, '1d', false],
    ['dbmaxmatches', { max_matches: 10 }, '10', true],
    ['dbmaxmatches', { max_matches: 5 }, '10', false],
  ])('%s: %j and %s', (name, server, text, same) => {
    expect(one(name, server, text)?.same).toBe(same)
  })

  it('is no difference where the files say nothing', () => {
    expect(one('loglevel', { log_level: 'DEBUG' })).toMatchObject({ running: 'DEBUG', files: undefined, same: true })
  })

  it('leaves out what belongs to a database that is not there', () => {
    expect(inForce(makeServer({ database: '' }), []).map((o) => o.name)).toEqual(['loglevel', 'logtarget', 'dbfile'])
  })
})
