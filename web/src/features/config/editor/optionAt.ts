import type { Text } from '@codemirror/state'

/** The option that a line (from 1) belongs to, in lower case: the one on it, or above it if it goes on with a value. */
export function optionAt(doc: Text, line: number): string | undefined {
  for (let n = line; n >= 1; n--) {
    const { text } = doc.line(n)
    const name = /^([^\s=:#;[\]][^=:[\]]*?)\s*[=:]/.exec(text)?.[1]
    if (name !== undefined) return name.toLowerCase()
    if (text.startsWith('[') || (n < line && /^\S/.test(text) && !/^[#;]/.test(text))) return undefined
  }
  return undefined
}
