import { describe, expect, it } from 'vitest'
import { makeConfigOption, makeSetOption } from '@/testing/makeConfig'
import { groupOptions, isNewer, isSet, narrowGroups } from './groups'

const known = [
  makeConfigOption({ name: 'enabled', group: 'basics', help: 'Whether it is set up.' }),
  makeConfigOption({ name: 'port', group: 'basics', variable: true }),
  makeConfigOption({ name: 'bantime', group: 'bans', label: 'Ban time' }),
  makeConfigOption({ name: 'skip_if_nologs', group: 'bans', since: '1.1.1' }),
  makeConfigOption({ name: 'loglevel', group: 'log', scope: 'server' }),
]

describe('groupOptions', () => {
  it('keeps the order of the table and puts what is not in it last', () => {
    const groups = groupOptions('jail', '1.0.2', known, [makeSetOption('mine'), makeSetOption('bantime')])
    expect(groups.map((g) => [g.name, g.lines.map((l) => l.name)])).toEqual([
      ['basics', ['enabled']],
      ['bans', ['bantime']],
      ['others', ['mine']],
    ])
    expect(groups[1]?.lines[0]).toMatchObject({ known: { label: 'Ban time' }, set: { name: 'bantime' } })
  })

  it('has what the version has, and variables that are set', () => {
    const names = (version: string) =>
      groupOptions('jail', version, known, [makeSetOption('port')]).flatMap((g) => g.lines.map((l) => l.name))
    expect(names('1.1.1')).toEqual(['enabled', 'port', 'bantime', 'skip_if_nologs'])
    expect(names('1.1.0')).toEqual(['enabled', 'port', 'bantime'])
  })
})

describe('narrowGroups', () => {
  const groups = groupOptions('jail', '1.1.1', known, [
    makeSetOption('bantime'),
    makeSetOption('enabled', { origin: 'default', place: null }),
  ])
  const names = (query: string, onlySet: boolean) =>
    narrowGroups(groups, query, onlySet).flatMap((g) => g.lines.map((l) => l.name))

  it('finds options by name, label and help', () => {
    expect(names('ban time', false)).toEqual(['bantime'])
    expect(names('whether', false)).toEqual(['enabled'])
    expect(names('nothing like it', false)).toEqual([])
  })

  it('leaves out what no file sets', () => {
    expect(names('', true)).toEqual(['bantime'])
    expect(groups.flatMap((g) => g.lines).filter(isSet)).toHaveLength(1)
  })
})

describe('isNewer', () => {
  it.each([
    ['1.1.1', '1.1.0', true],
    ['1.1.1', '1.1.1', false],
    ['1.0.2', '1.1.0', false],
    ['', '0.11.2', false],
    ['1.1.1', '1.1.2.dev1', false],
    ['1.10.0', '1.9.9', true],
  ])('%s against %s', (version, than, want) => {
    expect(isNewer(version, than)).toBe(want)
  })
})
