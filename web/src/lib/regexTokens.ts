/** What a piece of a regular expression is, as far as colours go. */
export type RegexKind = 'group' | 'escape' | 'set' | 'operator' | 'text'

export interface RegexToken {
  kind: RegexKind
  text: string
}

// In this order: names of groups and references to them; escapes; sets of characters; anchors, quantifiers, brackets.
const patterns: readonly [RegexKind, RegExp][] = [
  ['group', /\(\?P[<=]\w+[>)]?|<[A-Z][\w-]*>|%\(\w+\)s/y],
  ['escape', /\\./sy],
  ['set', /\[\^?\]?(?:\\.|[^\]\\])*\]/sy],
  ['operator', /\(\?(?:[:=!>]|<[=!])|\(\?\(\w+\)|\{\d*,?\d*\}|[()|^$*+?.]/y],
]

/** Takes a Python expression apart for colouring; the pieces put together give the text again. */
export function regexTokens(text: string): RegexToken[] {
  const tokens: RegexToken[] = []
  let at = 0
  while (at < text.length) {
    const token = match(text, at) ?? { kind: 'text' as const, text: text.charAt(at) }
    const last = tokens.at(-1)
    if (last?.kind === token.kind) last.text += token.text
    else tokens.push({ ...token })
    at += token.text.length
  }
  return tokens
}

function match(text: string, at: number): RegexToken | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found?.[0]) return { kind, text: found[0] }
  }
  return undefined
}
