import { plural } from '@lingui/core/macro'
import { formatBytes } from '@/lib/bytes'
import { formatCount } from '@/lib/numbers'

/** "1,284 packets". */
export function packetWords(n: number): string {
  return `${formatCount(n)} ${plural(n, { one: 'packet', other: 'packets' })}`
}

/** "1,284 packets · 82 kB". */
export function droppedWords({ packets, bytes }: { packets: number; bytes: number }): string {
  return packets === 0 ? packetWords(0) : `${packetWords(packets)} · ${formatBytes(bytes)}`
}
