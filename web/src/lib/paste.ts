import { addressKind } from './address'

/** Why a pasted word cannot be taken. */
export type PasteFault = 'zone' | 'leading-zero' | 'bits' | 'name' | 'not-address'

export interface PastedWord {
  /** As it was pasted. */
  text: string
  /** As it is sent: in lower case. */
  address: string
  state: 'valid' | 'invalid' | 'duplicate'
  /** Only of an invalid word. */
  fault?: PasteFault
}

/**
 * Takes a pasted text apart into words, each judged. Words are separated by blanks, commas, semicolons or lines; `#` begins a comment.
 * With `names`, whole names of machines are taken, too.
 */
export function parsePaste(text: string, { names = false } = {}): PastedWord[] {
  const seen = new Set<string>()
  return wordsOf(text).map((word) => {
    const address = names ? word.toLowerCase().replace(/\.$/, '') : word.toLowerCase()
    if (addressKind(address) === undefined && !(names && isName(address)))
      return { text: word, address, state: 'invalid', fault: faultOf(address) }
    if (seen.has(address)) return { text: word, address, state: 'duplicate' }
    seen.add(address)
    return { text: word, address, state: 'valid' }
  })
}

/** The words of one state, in their order. */
export function wordsIn(words: readonly PastedWord[], state: PastedWord['state']): PastedWord[] {
  return words.filter((w) => w.state === state)
}

function wordsOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*$/, ''))
    .join('\n')
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
}

function faultOf(address: string): PasteFault {
  const [host = '', bits] = address.split('/')
  if (host.includes('%')) return 'zone'
  if (bits !== undefined && addressKind(host) !== undefined) return 'bits'
  if (/^[\d.]+$/.test(host) && /(^|\.)0\d/.test(host)) return 'leading-zero'
  return bits === undefined && isName(host) ? 'name' : 'not-address'
}

/** Whether a text is the whole name of a machine, such as home.example.org: of several parts, the last of which is no number. */
export function isName(text: string): boolean {
  return /^[\w-]+(\.[\w-]+)*\.[\w-]*[a-z][\w-]*$/.test(text)
}
