// Runs after the build: writes .br and .gz beside every text file over 1 kB of dist and removes the raw copy,
// which the server can unpack for the rare client that takes neither. index.html stays, as it is filled in per request.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url).pathname
const text = /\.(js|css|svg|json|webmanifest)$/
const smallest = 1024

for (const entry of readdirSync(dist, { recursive: true })) {
  const file = join(dist, entry)
  if (entry.startsWith('.') || !text.test(entry) || statSync(file).size <= smallest) continue
  const raw = readFileSync(file)
  writeFileSync(`${file}.br`, brotli(raw))
  writeFileSync(`${file}.gz`, gzipSync(raw, { level: 9 }))
  rmSync(file)
}

function brotli(raw) {
  return brotliCompressSync(raw, {
    // The largest blocks: the smallest result, for which it may take its time.
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGBLOCK]: constants.BROTLI_MAX_INPUT_BLOCK_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  })
}
