import { expect, test } from 'vitest'
import document from '../../../../api/openapi.json'
import { type ApiDocument, curl, endpointsByTag, example, typeText } from './document'

const doc: ApiDocument = {
  paths: {
    '/api/v1/bans': {
      get: { operationId: 'list-bans', tags: ['bans'] },
      post: {
        operationId: 'ban',
        tags: ['bans'],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Ban' } } } },
      },
    },
  },
  components: {
    schemas: {
      Ban: {
        type: 'object',
        required: ['addresses'],
        properties: { addresses: { type: 'array', items: { type: 'string' } }, reason: { type: 'string' } },
      },
      Loop: { type: 'object', properties: { next: { $ref: '#/components/schemas/Loop' } } },
    },
  },
}

test('operations are grouped by tag', () => {
  expect([...endpointsByTag(doc)].map(([tag, list]) => [tag, list.map((e) => e.id)])).toEqual([
    ['bans', ['list-bans', 'ban']],
  ])
})

test('types are put into words', () => {
  expect(typeText(doc, { type: ['string', 'null'], format: 'date-time' })).toBe('string or null (date-time)')
  expect(typeText(doc, { type: 'array', items: { $ref: '#/components/schemas/Ban' } })).toBe('array of Ban')
})

test('an example holds what is required and ends where a schema meets itself', () => {
  expect(example(doc, { $ref: '#/components/schemas/Ban' })).toEqual({ addresses: ['string'] })
  expect(example(doc, { $ref: '#/components/schemas/Loop' })).toEqual({ next: {} })
})

test('curl is a command for a shell', () => {
  const ban = endpointsByTag(doc).get('bans')?.[1]
  if (!ban) throw new Error('no endpoint')
  expect(curl(doc, ban, 'http://localhost').split(' \\\n  ')).toEqual([
    'curl -b cookies.txt -X POST',
    "-H 'X-BanGUI-Request: 1'",
    "-H 'Content-Type: application/json'",
    `-d '{"addresses":["string"]}'`,
    "'http://localhost/api/v1/bans'",
  ])
})

test('the real document can be shown', () => {
  const real = document as ApiDocument
  const all = [...endpointsByTag(real).values()].flat()
  expect(all.length).toBeGreaterThan(15)
  for (const endpoint of all) expect(curl(real, endpoint, 'http://localhost')).toContain(endpoint.path)
})
