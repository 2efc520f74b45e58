import { addressKind } from '@/lib/address'

/** A piece of a message: plain text, the jail that it is about, or an address. */
export interface MessagePart {
  kind: 'text' | 'jail' | 'address'
  text: string
}

const front = /^\[([^\]\s]+)\] /
/** What begins, ends and reloads jails names them in quotes. Source: fail2ban/server/jail.py, server.py. */
const quoted = /\bjail '([^'\s]+)'/i
const candidates = /[0-9a-fA-F:.]*[.:][0-9a-fA-F:.]*[0-9a-fA-F](?:\/\d{1,3})?/g

/** Takes a message of fail2ban apart, so that jails and addresses can lead to their pages. The pieces together are the message. */
export function messageParts(message: string): MessagePart[] {
  const parts: MessagePart[] = []
  const add = (kind: MessagePart['kind'], text: string) => {
    const last = parts.at(-1)
    if (text === '') return
    if (kind === 'text' && last?.kind === 'text') last.text += text
    else parts.push({ kind, text })
  }
  let rest = message
  const jail = front.exec(message)?.[1] ?? quoted.exec(message)?.[1]
  if (jail !== undefined) {
    const begin = front.test(message) ? 1 : message.indexOf(`'${jail}'`) + 1
    add('text', message.slice(0, begin))
    add('jail', jail)
    rest = message.slice(begin + jail.length)
  }
  let at = 0
  for (const found of rest.matchAll(candidates)) {
    const [text] = found
    // Times look like addresses of version 6, but have too few colons to be one.
    if (addressKind(text) === undefined) continue
    add('text', rest.slice(at, found.index))
    add('address', text)
    at = found.index + text.length
  }
  add('text', rest.slice(at))
  return parts
}
