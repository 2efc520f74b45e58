import { useLingui } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Replica } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Mend } from '@/ui/StaleBanner'
import classes from './replicas.module.css'

/** What is wrong with a replica, each with what to do about it. Nothing if all is well. */
export function Warnings({ warnings }: { warnings: Replica['warnings'] }) {
  const { t } = useLingui()
  if (warnings.length === 0) return null
  return (
    <ul className={classes.warnings} aria-label={t`To be mended`}>
      {warnings.map((warning) => (
        <li key={warning.code + warning.message}>
          <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
          <div>
            <strong>{sentence(warning.message)}</strong> {warning.mend && <Mend text={sentence(warning.mend)} />}
          </div>
        </li>
      ))}
    </ul>
  )
}
