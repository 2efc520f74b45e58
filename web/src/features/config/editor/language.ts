import { StreamLanguage, type StreamParser, type StringStream } from '@codemirror/language'
import { Tag } from '@lezer/highlight'

/** What the pieces of a file are. */
export const tags = {
  section: Tag.define(),
  option: Tag.define(),
  operator: Tag.define(),
  comment: Tag.define(),
  reference: Tag.define(),
  placeholder: Tag.define(),
  address: Tag.define(),
  number: Tag.define(),
  word: Tag.define(),
  bracket: Tag.define(),
  escape: Tag.define(),
}

export interface State {
  /** An option was begun, so that indented lines go on with its value. */
  inValue: boolean
  /** The sign between an option and its value comes next. */
  sign: boolean
  /** The value is a regular expression. */
  regex: boolean
}

const regexOptions = /^(fail|ignore|pref)regex|^cmnfailre|^mdre|^__|^_daemon/

/**
 * fail2ban's dialect of INI files, line by line. Source: fail2ban/client/configparserinc.py, and Python's configparser with its
 * settings: comments begin a line with # or ;, and only ; behind white space begins one behind a value.
 */
export const parser: StreamParser<State> = {
  name: 'fail2ban',
  startState: () => ({ inValue: false, sign: false, regex: false }),
  copyState: (state) => ({ ...state }),
  languageData: { commentTokens: { line: '#' } },
  tokenTable: tags,
  token(stream, state) {
    if (stream.sol()) return lineStart(stream, state)
    if (state.sign) return sign(stream, state)
    return state.inValue ? value(stream, state) : rest(stream)
  },
}

function lineStart(stream: StringStream, state: State): string | null {
  const indented = stream.eatSpace()
  if (stream.eol()) return null
  if (stream.match(/^[#;].*/)) return 'comment'
  if (indented && state.inValue) return null
  if (stream.match(/^\[[^\]]*\]/)) {
    state.inValue = false
    return 'section'
  }
  const option = stream.match(/^[^=:[\]]+?(?=\s*[=:])/) as RegExpMatchArray | null
  if (!option) return rest(stream)
  state.inValue = true
  state.sign = true
  state.regex = regexOptions.test(option[0].toLowerCase())
  return 'option'
}

function sign(stream: StringStream, state: State): string | null {
  if (stream.eatSpace()) return null
  stream.next()
  state.sign = false
  return 'operator'
}

/** What is neither section nor option nor part of a value. */
function rest(stream: StringStream): null {
  stream.skipToEnd()
  return null
}

/** Pieces of any value, in the order in which they are tried. */
const pieces: readonly [string | null, RegExp][] = [
  ['comment', /^\s;.*/],
  [null, /^\s+/],
  ['reference', /^%\([^)]*\)s/],
  ['placeholder', /^<\/?[A-Za-z][\w./?=-]*>/],
  ['escape', /^%%/],
]

/** Pieces of a value that is no regular expression. */
const words: readonly [string | null, RegExp][] = [
  ['address', /^(?:\d{1,3}\.){3}\d{1,3}(?:\/[\d.]+)?(?![\w.])/],
  ['address', /^(?=[\da-f:]*:[\da-f]*:)[\da-f:]+(?:[\d.]+)?(?:\/\d+)?(?![\w.])/i],
  ['number', /^-?\d+(?:\.\d+)?[a-z]{0,7}(?![\w.-])/i],
  ['word', /^(?:true|false|yes|no|on|off|auto|none|systemd|polling|pyinotify)(?![\w.-])/i],
  ['bracket', /^[[\](),=]/],
  [null, /^[\w./@*-]+/],
]

/** Pieces of a regular expression. */
const expressions: readonly [string | null, RegExp][] = [
  ['escape', /^\\./],
  ['bracket', /^\(\?(?:P?<[\w!=]*>?|[:=!#]|\(\w+\))?|^[()|]/],
  ['number', /^\{\d*,?\d*\}|^[*+?]/],
  ['operator', /^[\^$.]/],
  ['word', /^\[\^?\]?(?:\\.|[^\]\\])*\]/],
  [null, /^[^\s\\()|[\]{}*+?^$.<%]+/],
]

function value(stream: StringStream, state: State): string | null {
  for (const [kind, pattern] of [...pieces, ...(state.regex ? expressions : words)]) {
    if (stream.match(pattern)) return kind
  }
  stream.next()
  return null
}

export const language = StreamLanguage.define(parser)
