/** The kinds of text that a ban takes: one address, or a network in CIDR notation. */
export type AddressKind = 'ipv4' | 'ipv6' | 'ipv4-network' | 'ipv6-network'

/** What an address or network is, or undefined if the text is neither. Zones, leading zeros and host names are refused. */
export function addressKind(text: string): AddressKind | undefined {
  const [address = '', bits, more] = text.split('/')
  if (more !== undefined) return undefined
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined
  if (family === undefined || bits === undefined) return family
  const most = family === 'ipv4' ? 32 : 128
  return /^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= most ? `${family}-network` : undefined
}

function isIPv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((p) => /^(0|[1-9]\d{0,2})$/.test(p) && Number(p) <= 255)
}

function isIPv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2 || !text.includes(':')) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1) ?? ''
  const dotted = last.includes('.')
  if (dotted && (!isIPv4(last) || text.endsWith(':'))) return false
  const hex = dotted ? groups.slice(0, -1) : groups
  const length = hex.length + (dotted ? 2 : 0)
  return hex.every((g) => /^[\da-f]{1,4}$/i.test(g)) && (halves.length === 2 ? length < 8 : length === 8)
}

/** "192.0.2.0/24" → its address and 24; an address, or another ban id, is left whole. */
export function splitNetwork(text: string): { address: string; prefix?: number } {
  const [address = '', bits] = text.split('/')
  return bits !== undefined && addressKind(text) !== undefined ? { address, prefix: Number(bits) } : { address: text }
}

/** Whether an address or network lies in another one, which may be itself. What is neither lies in nothing but its equal. */
export function liesIn(inner: string, outer: string): boolean {
  const [a, b] = [blockOf(inner), blockOf(outer)]
  if (!a || !b) return inner === outer
  return (
    a.width === b.width &&
    a.bits >= b.bits &&
    a.value >> BigInt(a.width - b.bits) === b.value >> BigInt(b.width - b.bits)
  )
}

function blockOf(text: string): { value: bigint; bits: number; width: number } | undefined {
  const kind = addressKind(text)
  if (kind === undefined) return undefined
  const { address, prefix } = splitNetwork(text)
  const width = kind.startsWith('ipv4') ? 32 : 128
  return { value: width === 32 ? valueOf4(address) : valueOf6(address), bits: prefix ?? width, width }
}

function valueOf4(address: string): bigint {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}

function valueOf6(address: string): bigint {
  const hex = address.replace(/\d+(\.\d+){3}$/, inHex)
  const [head = [], tail = []] = hex.split('::').map((half) => half.split(':').filter((group) => group !== ''))
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n)
}

/** The last two groups of an IPv6 address that is written with an IPv4 one at its end. */
function inHex(dotted: string): string {
  const value = valueOf4(dotted)
  return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`
}

/** A pasted list taken apart: good addresses in their order without repeats, and the words that are none. */
export interface AddressList {
  addresses: string[]
  invalid: string[]
  duplicates: number
}

/** Takes a pasted text apart at spaces, commas, semicolons and line ends; `#` starts a comment. */
export function parseAddressList(text: string): AddressList {
  const words = text
    .split('\n')
    .map((line) => line.replace(/#.*$/, ''))
    .join('\n')
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
  const addresses = new Set<string>()
  const invalid: string[] = []
  let duplicates = 0
  for (const word of words) {
    const address = word.toLowerCase()
    if (addressKind(address) === undefined) invalid.push(word)
    else if (addresses.has(address)) duplicates++
    else addresses.add(address)
  }
  return { addresses: [...addresses], invalid, duplicates }
}
