import { Trans, useLingui } from '@lingui/react/macro'
import type { RehearsalProgress as Progress } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { Card } from '@/ui/Card'
import { ProgressBar } from '@/ui/ProgressBar'
import classes from './workbench.module.css'

/** How far the log was read. */
export function RehearsalProgress({ progress }: { progress: Progress | undefined }) {
  const { t } = useLingui()
  const share = progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : undefined
  return (
    <Card>
      <div className={classes.form}>
        <ProgressBar label={t`Progress of the rehearsal`} share={share} />
        <p className="note">
          {progress ? (
            <Trans>
              Read {formatCount(progress.lines)} lines of {progress.source}, with {formatCount(progress.failures)}{' '}
              failures.
            </Trans>
          ) : (
            <Trans>Reading the log…</Trans>
          )}
        </p>
      </div>
    </Card>
  )
}
