import { StringStream } from '@codemirror/language'
import { describe, expect, it } from 'vitest'
import { parser, type State } from './language'

/** The pieces of a text that have a kind, as "kind text". */
function read(text: string): string[] {
  const state = parser.startState?.(2) as State
  const found: string[] = []
  for (const line of text.split('\n')) {
    const stream = new StringStream(line, 2, 2)
    while (!stream.eol()) {
      const kind = parser.token(stream, state)
      if (kind) found.push(`${kind} ${stream.current()}`)
      expect(stream.pos).toBeGreaterThan(stream.start)
      stream.start = stream.pos
    }
  }
  return found
}

describe('language', () => {
  it('knows sections, options and comments', () => {
    expect(read('# all\n[DEFAULT]\nbantime  = 1h ; an hour\n; old')).toEqual([
      'comment # all',
      'section [DEFAULT]',
      'option bantime',
      'operator =',
      'number 1h',
      'comment  ; an hour',
      'comment ; old',
    ])
  })

  it('takes a # behind a value for a part of it, as fail2ban does', () => {
    expect(read('maxretry: 5 # five')).toEqual(['option maxretry', 'operator :', 'number 5'])
  })

  it('goes on with a value on indented lines, with comments between them', () => {
    expect(read('ignoreip = 127.0.0.1/8\n  ::1\n# no\n   2001:db8::/32 %(more)s\n\nport = ssh')).toEqual([
      'option ignoreip',
      'operator =',
      'address 127.0.0.1/8',
      'address ::1',
      'comment # no',
      'address 2001:db8::/32',
      'reference %(more)s',
      'option port',
      'operator =',
    ])
  })

  it('takes expressions apart', () => {
    expect(read('failregex = ^%(__prefix_line)s[-a-z]+ from <HOST>(?: port \\d{1,5})?$')).toEqual([
      'option failregex',
      'operator =',
      'operator ^',
      'reference %(__prefix_line)s',
      'word [-a-z]',
      'number +',
      'placeholder <HOST>',
      'bracket (?:',
      'escape \\d',
      'number {1,5}',
      'bracket )',
      'number ?',
      'operator $',
    ])
  })

  it('knows parameters of actions', () => {
    expect(read('action = nftables[type=multiport, name="%(__name__)s"]')).toEqual([
      'option action',
      'operator =',
      'bracket [',
      'bracket =',
      'bracket ,',
      'bracket =',
      'reference %(__name__)s',
      'bracket ]',
    ])
  })

  it('makes nothing of lines that are none', () => {
    expect(read('just words\n  indented without an option\n[unclosed')).toEqual([])
  })
})
