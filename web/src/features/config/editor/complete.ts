import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete'
import type { ConfigOption } from '@/api/types'

/** Offers the names of options at the beginning of a line, and the words of those that have only some. */
export function complete(options: readonly ConfigOption[]): CompletionSource {
  return (context) => nameOf(context, options) ?? wordOf(context, options)
}

function nameOf(context: CompletionContext, options: readonly ConfigOption[]): CompletionResult | null {
  const before = context.matchBefore(/^[\w.-]*$/)
  if (!before || (before.from === before.to && !context.explicit)) return null
  const completions = options.map(
    (option): Completion => ({
      label: option.name,
      detail: option.label,
      info: option.help,
      apply: `${option.name} = `,
      type: option.variable ? 'variable' : 'property',
    }),
  )
  return { from: before.from, options: completions, validFor: /^[\w.-]*$/ }
}

function wordOf(context: CompletionContext, options: readonly ConfigOption[]): CompletionResult | null {
  const before = context.matchBefore(/^[\w.-]+\s*[=:]\s*\w*$/)
  if (!before) return null
  const [, name = '', typed = ''] = /^([\w.-]+)\s*[=:]\s*(\w*)$/.exec(before.text) ?? []
  const option = options.find((o) => o.name === name.toLowerCase())
  const words = option?.type === 'boolean' ? ['true', 'false'] : option?.choices
  if (!words || words.length === 0) return null
  const completions = words.map((label) => ({ label, type: 'keyword' }))
  return { from: context.pos - typed.length, options: completions, validFor: /^\w*$/ }
}
