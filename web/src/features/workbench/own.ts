import type { DraftEdit } from '@/api/revisions'
import type { Expressions } from '@/api/types'

/** Whose expressions are on the bench: a jail's, or a filter's. */
export interface Subject {
  jail?: string | undefined
  filter?: string | undefined
  /** Set for the configuration as the draft of who is signed in has it. */
  use_draft?: true | undefined
}

/** Expressions as they stand in the fields: one a line. */
export interface OwnForm {
  pref_regex: string
  fail_regex: string
  ignore_regex: string
  date_pattern: string
  max_lines: string
}

export const emptyForm: OwnForm = { pref_regex: '', fail_regex: '', ignore_regex: '', date_pattern: '', max_lines: '' }

/** What the fields show of expressions. */
export function formOf(e: Expressions): OwnForm {
  return {
    pref_regex: e.pref_regex,
    fail_regex: e.fail_regex.join('\n'),
    ignore_regex: e.ignore_regex.join('\n'),
    date_pattern: e.date_pattern,
    max_lines: e.max_lines > 1 ? String(e.max_lines) : '',
  }
}

/** The expressions that the fields say. Lines lose the blanks around them, as in fail2ban's files; empty ones count for nothing. */
export function expressionsOf(form: OwnForm): Expressions {
  const maxLines = Number(form.max_lines.trim() || 0)
  return {
    pref_regex: form.pref_regex.trim(),
    fail_regex: lines(form.fail_regex),
    ignore_regex: lines(form.ignore_regex),
    date_pattern: lines(form.date_pattern).join('\n'),
    max_lines: Number.isInteger(maxLines) && maxLines >= 0 ? maxLines : -1,
  }
}

/** What a draft needs to have for the expressions that were changed. In files a % is written twice. */
export function editsOf({ jail, filter }: Subject, form: OwnForm, configured: OwnForm): DraftEdit[] {
  const place = jail === undefined ? { file: `filter.d/${filter}.local`, section: 'Definition' } : { section: jail }
  const options: [keyof OwnForm, string][] = [
    ['pref_regex', 'prefregex'],
    ['fail_regex', 'failregex'],
    ['ignore_regex', 'ignoreregex'],
    ['date_pattern', 'datepattern'],
    ['max_lines', 'maxlines'],
  ]
  return options
    .filter(([field]) => form[field] !== configured[field])
    .map(([field, option]) => {
      const value = lines(form[field]).join('\n').replaceAll('%', '%%')
      // An empty date pattern or number of lines is none at all: then that of the filter counts.
      const unset = value === '' && (field === 'date_pattern' || field === 'max_lines')
      return unset ? { op: 'unset', ...place, option } : { op: 'set', ...place, option, value }
    })
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** The lines of a pasted piece of a log; the end of the last one begins no further line. */
export function pasted(text: string): string[] {
  if (text === '') return []
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}
