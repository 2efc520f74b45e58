import { describe, expect, it } from 'vitest'
import { editsOf, emptyForm, expressionsOf, formOf, pasted } from './own'

describe('own expressions', () => {
  const e = {
    pref_regex: '^a',
    fail_regex: ['b <HOST>', 'c <HOST>'],
    ignore_regex: [],
    date_pattern: '{^LN-BEG}\n%Y',
    max_lines: 3,
  }

  it('survive the way through the fields', () => {
    expect(expressionsOf(formOf(e))).toEqual(e)
  })

  it('lose blanks and empty lines', () => {
    expect(expressionsOf({ ...emptyForm, fail_regex: '\n  b <HOST> \n\n' }).fail_regex).toEqual(['b <HOST>'])
  })

  it('do not take words for a number', () => {
    expect(expressionsOf({ ...emptyForm, max_lines: 'many' }).max_lines).toBe(-1)
    expect(expressionsOf({ ...emptyForm, max_lines: '' }).max_lines).toBe(0)
  })

  it('cuts what is pasted at the ends of lines', () => {
    expect(pasted('')).toEqual([])
    expect(pasted('a\r\n\nb\n')).toEqual(['a', '', 'b'])
  })

  it('go into a draft as far as they were changed, with % doubled', () => {
    const form = { ...emptyForm, fail_regex: ' a% <HOST>\n\nb <HOST>', max_lines: '' }
    expect(editsOf({ jail: 'sshd' }, form, { ...emptyForm, max_lines: '3' })).toEqual([
      { op: 'set', section: 'sshd', option: 'failregex', value: 'a%% <HOST>\nb <HOST>' },
      { op: 'unset', section: 'sshd', option: 'maxlines' },
    ])
    expect(editsOf({ filter: 'web' }, emptyForm, { ...emptyForm, ignore_regex: 'x' })).toEqual([
      { op: 'set', file: 'filter.d/web.local', section: 'Definition', option: 'ignoreregex', value: '' },
    ])
  })
})
