import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import type { Plugin } from 'vite'

interface Node {
  type: string
  start: number
  end: number
}

interface Property extends Node {
  key: { name?: string }
  value: Node & { value?: unknown }
}

/**
 * Compiles the English texts where they stand in the code, so that each chunk brings the words of its own and no page those of all
 * others. A catalogue of another language is loaded as a whole, and goes before them.
 */
export function englishWords(): Plugin {
  return {
    name: 'bangui:english-words',
    transform: {
      filter: { id: /\/src\/.*\.tsx?$/, code: 'message' },
      handler(code) {
        let compiled = code
        // From the end on, so that what is still to come keeps its place.
        for (const { start, end, text } of textsIn(this.parse(code)).sort((a, b) => b.start - a.start))
          compiled = compiled.slice(0, start) + JSON.stringify(compileMessageOrThrow(text)) + compiled.slice(end)
        return compiled === code ? undefined : { code: compiled, map: null }
      },
    },
  }
}

/** The messages of all descriptors, which the macros have written as { id: '…', message: '…' }. */
function textsIn(tree: unknown): { start: number; end: number; text: string }[] {
  if (typeof tree !== 'object' || tree === null) return []
  const inside = Object.values(tree).flatMap(textsIn)
  if (!('type' in tree) || tree.type !== 'ObjectExpression') return inside
  const properties = (tree as unknown as { properties: Property[] }).properties
  const named = (name: string) => properties.find((p) => p.type === 'Property' && p.key.name === name)?.value
  const message = named('message')
  if (typeof named('id')?.value !== 'string' || typeof message?.value !== 'string') return inside
  return [...inside, { start: message.start, end: message.end, text: message.value }]
}
