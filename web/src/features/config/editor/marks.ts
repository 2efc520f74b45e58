import type { Diagnostic } from '@codemirror/lint'
import type { Text } from '@codemirror/state'
import type { ConfigFinding } from '@/api/types'
import { sentence } from '@/lib/problem'

const severities = { fatal: 'error', error: 'error', warning: 'warning', advice: 'info' } as const

/** Findings as marks on their lines; what is about the whole file stands on the first. */
export function marksOf(doc: Text, findings: readonly ConfigFinding[]): Diagnostic[] {
  return findings.map(({ line, severity, message, mend }) => {
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines))
    const from = at.from + (at.text.length - at.text.trimStart().length)
    return {
      from,
      to: Math.max(from, at.to),
      severity: severities[severity],
      message: mend ? `${sentence(message)} ${sentence(mend)}` : sentence(message),
    }
  })
}
