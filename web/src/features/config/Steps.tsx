import { useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconLoader2 } from '@tabler/icons-react'
import type { RevisionStep } from '@/api/types'
import { sentence } from '@/lib/problem'
import { formatTook } from '@/lib/took'
import classes from './revisions.module.css'
import { stepWords } from './revisionWords'

const icons = {
  running: IconLoader2,
  done: IconCircleCheck,
  failed: IconAlertTriangle,
  skipped: IconCircleDashed,
} as const

/** The steps of a change as they went, live while it goes on. */
export function Steps({ steps }: { steps: readonly RevisionStep[] }) {
  const { t } = useLingui()
  const state = { running: t`running`, done: t`done`, failed: t`failed`, skipped: t`left out` }
  return (
    <ol className={classes.steps}>
      {steps.map((step, i) => {
        const Icon = icons[step.state]
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end
          <li key={i} className={classes.step} data-state={step.state}>
            <Icon size={18} stroke={1.7} role="img" aria-label={state[step.state]} />
            <div className={classes.words}>
              <span className={classes.stepName}>
                {t(stepWords[step.name])}
                {step.jail !== '' && <strong> {step.jail}</strong>}
              </span>
              {step.text !== '' && <span className={classes.text}>{sentence(step.text)}</span>}
            </div>
            <span className={classes.took}>{step.state === 'skipped' ? '' : formatTook(step.took_ms)}</span>
          </li>
        )
      })}
    </ol>
  )
}
