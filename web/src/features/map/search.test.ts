import { describe, expect, it } from 'vitest'
import { filterOf, mapSearch } from './search'

const defined = (search: object) => JSON.parse(JSON.stringify(search))

describe('mapSearch', () => {
  it('keeps what it knows', () => {
    const raw = { range: '7d', country: 'de', jail: 'sshd', asn: 64500, list: 'bans', classes: '1,2,3,4,5' }
    expect(defined(mapSearch(raw))).toEqual({ ...raw, country: 'DE' })
  })

  it('leaves out what makes no sense, and what statistics do not know', () => {
    const raw = {
      range: 'never',
      country: 'Germany',
      list: 'hosts',
      classes: '1,2,3',
      address: '192.0.2.1',
      q: 'root',
    }
    expect(defined(mapSearch(raw))).toEqual({})
  })

  it('tells what narrows from what does not', () => {
    expect(defined(filterOf(mapSearch({ range: '7d', host: 'web-1', list: 'bans', classes: 'default' })))).toEqual({
      range: '7d',
      host: 'web-1',
    })
  })
})
