import { Trans, useLingui } from '@lingui/react/macro'
import type { Database } from '@/api/types'
import { Card } from '@/ui/Card'
import classes from './replicas.module.css'

/** How to run more than one. */
export function MoreReplicas({ database }: { database: Database }) {
  const { t } = useLingui()
  return (
    <Card title={t`To go on when a machine fails`}>
      <div className={classes.more}>
        <p>
          {database === 'postgresql' ? (
            <Trans>
              Start BanGUI on another machine with the same <code>database_url</code>. It joins by itself: both share
              sessions, settings and jobs, and each takes over what the other can no longer do.
            </Trans>
          ) : (
            <Trans>
              SQLite belongs to one process: it needs nothing else, and it stops when its machine stops. Several
              replicas share a PostgreSQL database. Take the data along with <code>bangui store copy</code>, start
              BanGUI on each machine with the same <code>database_url</code>, and they find each other.
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
