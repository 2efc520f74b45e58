import { expect, it } from 'vitest'
import { mostUpload, readListFile } from './listFile'

const packed = (text: string) =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob()

it('reads text, and unpacks what is packed', async () => {
  expect(await readListFile(new Blob(['192.0.2.1\n']))).toEqual({ text: '192.0.2.1\n' })
  expect(await readListFile(await packed('192.0.2.7\n'))).toEqual({ text: '192.0.2.7\n' })
})

it('refuses what is too large, packed or not, and what is damaged', async () => {
  const large = 'x'.repeat(mostUpload + 1)
  expect(await readListFile(new Blob([large]))).toEqual({ fault: 'too-large' })
  expect(await readListFile(await packed(large))).toEqual({ fault: 'too-large' })
  expect(await readListFile(new Blob([new Uint8Array([0x1f, 0x8b, 1, 2, 3])]))).toEqual({ fault: 'not-packed' })
})
