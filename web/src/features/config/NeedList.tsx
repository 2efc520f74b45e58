import { useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import type { ActivationNeed } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Mend } from '@/ui/StaleBanner'
import { PlaceLink } from './PlaceLink'
import classes from './parts.module.css'

/** What a jail needs, and whether it is there. */
export function NeedList({ host, needs }: { host: string; needs: readonly ActivationNeed[] }) {
  const { t } = useLingui()
  const states = { met: t`There`, doubtful: t`Doubtful`, missing: t`Missing` }
  return (
    <ul className={classes.needs}>
      {needs.map((need, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike in all they have
        <li key={i} data-state={need.state}>
          <StateIcon state={need.state} />
          <div>
            <span className="sr">{states[need.state]}: </span>
            {sentence(need.message)}
            {need.mend && (
              <div className={classes.quiet}>
                <Mend text={sentence(need.mend)} />
              </div>
            )}
            {need.file && (
              <div>
                <PlaceLink host={host} file={need.file} line={need.line} />
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

function StateIcon({ state }: { state: ActivationNeed['state'] }) {
  const look = { size: 18, stroke: 1.7, 'aria-hidden': true } as const
  switch (state) {
    case 'met':
      return <IconCircleCheck {...look} />
    case 'doubtful':
      return <IconAlertTriangle {...look} />
    default:
      return <IconCircleX {...look} />
  }
}
