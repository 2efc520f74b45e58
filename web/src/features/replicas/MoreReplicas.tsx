import { Trans, useLingui } from '@lingui/react/macro'
import { Card } from '@/ui/Card'
import classes from './replicas.module.css'

/** How to run more than one. `linked` tells that this one could already be joined by others. */
export function MoreReplicas({ linked }: { linked: boolean }) {
  const { t } = useLingui()
  return (
    <Card title={t`To go on when a machine fails`}>
      <div className={classes.more}>
        <p>
          {linked ? (
            <Trans>
              Start BanGUI on another machine with the same <code>database_url</code>. It joins by itself: both share
              sessions, settings and jobs, and each takes over what the other can no longer do.
            </Trans>
          ) : (
            <Trans>
              One process with its data in SQLite needs nothing else, and stops when its machine stops. Several share a
              PostgreSQL database: start BanGUI on each machine with the same <code>database_url</code>, and they find
              each other.
            </Trans>
          )}
        </p>
        <p className="note">
          <Trans>
            The operator guide has it step by step: <code>docs/guide/deployment.md</code>.
          </Trans>
        </p>
      </div>
    </Card>
  )
}
