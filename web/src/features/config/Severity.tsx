import { useLingui } from '@lingui/react/macro'
import { type Icon, IconAlertTriangle, IconBulb, IconCircleX, IconExclamationCircle } from '@tabler/icons-react'
import type { ConfigCounts, ConfigFinding } from '@/api/types'
import classes from './Severity.module.css'

export type Severity = ConfigFinding['severity']

/** Worst first. */
export const severities: readonly Severity[] = ['fatal', 'error', 'warning', 'advice']

export const severityIcons: Record<Severity, Icon> = {
  fatal: IconCircleX,
  error: IconExclamationCircle,
  warning: IconAlertTriangle,
  advice: IconBulb,
}

/** A severity as an icon with its word for screen readers, or with another text. */
export function SeverityIcon({ severity, words, size = 16 }: { severity: Severity; words?: string; size?: number }) {
  const name = useSeverityWords()
  const Shape = severityIcons[severity]
  const label = words ?? name[severity]
  return (
    <span className={classes.icon} data-severity={severity} role="img" aria-label={label} title={label}>
      <Shape size={size} stroke={1.8} aria-hidden="true" />
    </span>
  )
}

export function useSeverityWords(): Record<Severity, string> {
  const { t } = useLingui()
  return { fatal: t`Fatal`, error: t`Error`, warning: t`Warning`, advice: t`Advice` }
}

/** The worst of some findings, with their number; nothing if there are none. */
export function CountMark({ counts }: { counts: ConfigCounts }) {
  const { t } = useLingui()
  const n: Record<Severity, number> = {
    fatal: counts.fatal,
    error: counts.errors,
    warning: counts.warnings,
    advice: counts.advice,
  }
  const worst = severities.find((s) => n[s] > 0)
  if (worst === undefined) return null
  const all = n.fatal + n.error + n.warning + n.advice
  const words = worst === 'advice' ? t`Advice: ${all}` : t`Findings: ${all}`
  return (
    <span className={classes.mark}>
      <SeverityIcon severity={worst} words={words} size={15} />
      {all > 1 && (
        <span className="num" aria-hidden="true">
          {all}
        </span>
      )}
    </span>
  )
}
