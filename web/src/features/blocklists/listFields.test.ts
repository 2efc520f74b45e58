import { describe, expect, it } from 'vitest'
import { makeBlocklist, makeOffer } from '@/testing/makeBlocklist'
import {
  changeOf,
  faultsOf,
  fieldsOfList,
  fieldsOfOffer,
  type ListFields,
  newFields,
  orderOf,
  previewOf,
  sourceFaultsOf,
} from './listFields'

const good: ListFields = { ...newFields(true), name: ' mine ', url: ' https://a.example/l ' }

describe('orderOf', () => {
  it('sends what was typed, trimmed, and the format with what goes with it alone', () => {
    const order = orderOf({ ...good, kind: 'csv', column: ' ip ', path: 'a[]', allowPrivate: '10.0.0.5, 10.1.0.0/16' })
    expect(order).toMatchObject({
      name: 'mine',
      url: 'https://a.example/l',
      format: { kind: 'csv', column: 'ip', path: undefined },
      schedule: { every_seconds: 86_400, cron: '' },
      allow_private: ['10.0.0.5', '10.1.0.0/16'],
      min_interval_seconds: 300,
      priority: 100,
      enabled: true,
    })
    expect(order.text).toBeUndefined()
  })

  it('sends no schedule and no server with a text', () => {
    const order = orderOf({ ...newFields(false), name: 'mine', text: '192.0.2.1', allowPrivate: '10.0.0.5' })
    expect(order).toMatchObject({ url: '', text: '192.0.2.1', allow_private: [] })
    expect(order.schedule).toEqual({ every_seconds: 0, cron: '' })
  })

  it('keeps to what the makers of a list of the catalogue ask', () => {
    expect(orderOf(fieldsOfOffer(makeOffer()))).toMatchObject({
      catalogue: 'bad-ones',
      name: 'Bad ones',
      url: 'https://bad.example/list.csv',
      format: { kind: 'csv', column: 'ip' },
      schedule: { every_seconds: 43_200 },
      min_interval_seconds: 3600,
      licence: 'CC BY 4.0',
      credit: 'The Bad Project',
    })
  })
})

describe('changeOf', () => {
  const list = makeBlocklist({ allow_private: ['10.0.0.5'], format: { kind: 'tsv', column: '2' } })

  it('is nothing if nothing is different', () => {
    expect(changeOf({ before: list, fields: fieldsOfList(list) })).toBeUndefined()
    expect(changeOf({ before: list, fields: { ...fieldsOfList(list), name: ' attackers ' } })).toBeUndefined()
  })

  it('names only what is different', () => {
    const fields = fieldsOfList(list)
    const edited: ListFields = { ...fields, note: 'n', times: { ...fields.times, mode: 'demand' } }
    expect(changeOf({ before: list, fields: edited })).toEqual({ note: 'n', schedule: { every_seconds: 0, cron: '' } })
  })

  it('sends a text that was uploaded anew', () => {
    const mine = makeBlocklist({ url: '', schedule: {} })
    const fields = fieldsOfList(mine)
    expect(changeOf({ before: mine, fields })).toBeUndefined()
    expect(changeOf({ before: mine, fields: { ...fields, text: '192.0.2.1' } })).toEqual({ text: '192.0.2.1' })
  })
})

describe('faultsOf', () => {
  it('finds what cannot be sent', () => {
    expect([...faultsOf(good)]).toEqual([])
    expect([...faultsOf(newFields(true))].sort()).toEqual(['name', 'url'])
    expect([...faultsOf({ ...newFields(false), name: 'n', text: ' ' })]).toEqual(['text'])
    for (const minInterval of ['', '59', '31d', 'soon'])
      expect([...faultsOf({ ...good, minInterval })]).toEqual(['minInterval'])
    for (const priority of ['', '0', '1001', '1.5', 'x'])
      expect([...faultsOf({ ...good, priority })]).toEqual(['priority'])
    expect([...faultsOf({ ...good, times: { ...good.times, every: 'x' } })]).toEqual(['every'])
  })

  it('wants no text where the server has one', () => {
    expect([...sourceFaultsOf(newFields(false))]).toEqual(['text'])
    expect([...sourceFaultsOf(newFields(false), true)]).toEqual([])
  })
})

describe('previewOf', () => {
  it('asks with what decides what a list holds', () => {
    expect(previewOf({ ...good, allowWide: true, allowPrivate: '10.0.0.5' }, 4)).toEqual({
      list: 4,
      url: 'https://a.example/l',
      format: { kind: 'auto' },
      allow_wide: true,
      allow_private: ['10.0.0.5'],
    })
    expect(previewOf({ ...newFields(false), text: '192.0.2.1' })).toMatchObject({
      text: '192.0.2.1',
      allow_private: [],
    })
  })
})
