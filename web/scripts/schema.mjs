// Turns api/openapi.json into src/api/schema.gen.ts. With --check it only compares and fails when they differ.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const prefix = '/api/v1'
const documentFile = new URL('../../api/openapi.json', import.meta.url)
const target = fileURLToPath(new URL('../src/api/schema.gen.ts', import.meta.url))

const wanted = await generate()
if (!process.argv.includes('--check')) {
  writeFileSync(target, wanted)
} else if (readFileSync(target, 'utf8') !== wanted) {
  console.error('src/api/schema.gen.ts differs from api/openapi.json: run "npm run api" and commit the result')
  process.exit(1)
}

async function generate() {
  const doc = JSON.parse(readFileSync(documentFile, 'utf8'))
  doc.paths = Object.fromEntries(Object.entries(doc.paths).map(([path, item]) => [withoutPrefix(path), item]))
  const header = '// Generated from api/openapi.json by "npm run api"; do not edit.\n\n'
  return header + astToString(await openapiTS(doc))
}

/** The client adds the prefix itself, so that call sites read like the documentation. */
function withoutPrefix(path) {
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path
}
