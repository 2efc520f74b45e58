/** As many bytes as the server takes of an uploaded text. */
export const mostUpload = 16 * 1024 * 1024

/** Why a file cannot be taken. */
export type FileFault = 'too-large' | 'not-packed'

/** The text of a file, unpacked if it is packed with gzip; or why it cannot be taken. */
export async function readListFile(file: Blob): Promise<{ text: string } | { fault: FileFault }> {
  if (file.size > mostUpload) return { fault: 'too-large' }
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  if (start[0] !== 0x1f || start[1] !== 0x8b) return { text: await file.text() }
  try {
    return await unpack(file)
  } catch {
    return { fault: 'not-packed' }
  }
}

/** Stops as soon as what comes out is more than the server takes. */
async function unpack(file: Blob): Promise<{ text: string } | { fault: FileFault }> {
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { text: await new Blob(parts).text() }
    size += value.byteLength
    if (size > mostUpload) {
      await reader.cancel()
      return { fault: 'too-large' }
    }
    parts.push(value)
  }
}
