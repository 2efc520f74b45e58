import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { makeConfigOption } from '@/testing/makeConfig'
import { complete } from './complete'

const source = complete([
  makeConfigOption({ name: 'bantime', type: 'duration' }),
  makeConfigOption({ name: 'backend', type: 'choice', choices: ['auto', 'systemd'] }),
  makeConfigOption({ name: 'enabled', type: 'boolean' }),
])

/** What is offered at the end of a text. */
function offered(text: string, explicit = false): string[] | undefined {
  const state = EditorState.create({ doc: text })
  const result = source(new CompletionContext(state, text.length, explicit)) as CompletionResult | null
  return result?.options.map((o) => o.label)
}

describe('complete', () => {
  it('offers names at the beginning of a line', () => {
    expect(offered('[sshd]\nba')).toEqual(['bantime', 'backend', 'enabled'])
    expect(offered('[sshd]\n')).toBeUndefined()
    expect(offered('[sshd]\n', true)).toHaveLength(3)
  })

  it('offers the words of options that have only some', () => {
    expect(offered('backend = s')).toEqual(['auto', 'systemd'])
    expect(offered('Enabled=')).toEqual(['true', 'false'])
    expect(offered('bantime = 1')).toBeUndefined()
  })

  it('offers nothing within comments and further lines', () => {
    expect(offered('# ba')).toBeUndefined()
    expect(offered('action = a\n  ba')).toBeUndefined()
  })
})
