import { describe, expect, it } from 'vitest'
import { messageParts } from './message'

const short = (message: string) =>
  messageParts(message).map((p) => (p.kind === 'text' ? p.text : `${p.kind}:${p.text}`))

describe('messageParts', () => {
  it.each([
    ['[sshd] Ban 192.0.2.1', ['[', 'jail:sshd', '] Ban ', 'address:192.0.2.1']],
    [
      '[sshd] Found 2001:db8::1 - 2026-11-27 06:00:00',
      ['[', 'jail:sshd', '] Found ', 'address:2001:db8::1', ' - 2026-11-27 06:00:00'],
    ],
    ['[sshd] Ignore 198.51.100.0/24 by ip', ['[', 'jail:sshd', '] Ignore ', 'address:198.51.100.0/24', ' by ip']],
    ["Jail 'sshd' started", ["Jail '", 'jail:sshd', "' started"]],
    ["Creating new jail 'nginx-http-auth'", ["Creating new jail '", 'jail:nginx-http-auth', "'"]],
    ["Jail 'a' is not 'a'", ["Jail '", 'jail:a', "' is not 'a'"]],
    ['Starting Fail2ban v1.0.2', ['Starting Fail2ban v1.0.2']],
    ['', []],
  ])('takes %s apart', (message, want) => {
    expect(short(message)).toEqual(want)
    expect(
      messageParts(message)
        .map((p) => p.text)
        .join(''),
    ).toBe(message)
  })
})
