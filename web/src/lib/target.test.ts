import { describe, expect, it } from 'vitest'
import { attackedIn } from './target'

describe('attackedIn', () => {
  it.each([
    ['203.0.113.9 - - [12/Oct/2026:04:00:00 +0000] "GET /wp-login.php HTTP/1.1" 404 153', 'GET /wp-login.php'],
    [
      '203.0.113.9 - - [12/Oct/2026:04:00:00 +0000] "POST /xmlrpc.php?a=b HTTP/2.0" 403 0 "-" "curl"',
      'POST /xmlrpc.php?a=b',
    ],
    ['1 - - "CONNECT example.com:443 HTTP/1.1" 400', undefined],
    ['Oct 12 04:00:00 web sshd[4711]: Failed password for root from 192.0.2.1 port 22 ssh2', 'sshd'],
    ['Oct 12 04:00:00 mail postfix/smtpd[12]: warning: unknown[192.0.2.1]: SASL LOGIN failed', 'postfix/smtpd'],
    ['Failed password for root from 192.0.2.1', undefined],
    ['2026-10-12T04:00:00.123+02:00 web sshd-session[7]: Invalid user a from 2001:db8::1', 'sshd-session'],
    ['Oct  2 04:00:00 web kernel: DROP IN=eth0 SRC=192.0.2.1', 'kernel'],
    ['Mon Oct 12 04:00:00 2026 [pid 4] [admin] FAIL LOGIN: Client "192.0.2.1"', undefined],
    ['', undefined],
  ])('of %j is %j', (line, want) => {
    expect(attackedIn(line)).toBe(want)
  })
})
