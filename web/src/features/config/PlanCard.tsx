import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { DraftCheck, DraftJailPlan, DraftServerPlan } from '@/api/types'
import { Card } from '@/ui/Card'
import { Chip } from '@/ui/Chip'
import type { Tone } from '@/ui/StatusDot'
import classes from './review.module.css'

const operations: Record<
  DraftJailPlan['operation'],
  { name: MessageDescriptor; means: MessageDescriptor; tone: Tone }
> = {
  reload: { name: msg`reload`, means: msg`Bans and counters stay.`, tone: 'ok' },
  restart: {
    name: msg`restart`,
    means: msg`The jail is stopped and started anew; its bans are restored from fail2ban’s database, counters begin anew.`,
    tone: 'warn',
  },
  start: { name: msg`start`, means: msg`The jail does not run yet.`, tone: 'ok' },
  stop: { name: msg`stop`, means: msg`Its bans are lifted.`, tone: 'bad' },
}

/** What is done with fail2ban, jail by jail, in plain words. */
export function PlanCard({ check }: { check: DraftCheck }) {
  const { t } = useLingui()
  const nothing = check.jails.length === 0 && check.server.length === 0
  return (
    <Card title={t`What is done`}>
      {nothing && (
        <p className={classes.quiet}>
          {check.running ? (
            <Trans>No jail is touched: what changes makes no difference to those that are enabled.</Trans>
          ) : (
            <Trans>fail2ban does not run: only files are changed.</Trans>
          )}
        </p>
      )}
      <ul className={classes.plan}>
        {check.server.map((one) => (
          <ServerRow key={one.option} one={one} />
        ))}
        {check.jails.map((one) => (
          <JailRow key={one.jail} one={one} />
        ))}
      </ul>
      {check.jails.length > 0 && (
        <p className={classes.quiet}>
          <Trans>
            All other jails are left alone. The files are exchanged all at once, and put back if anything fails.
          </Trans>
        </p>
      )}
    </Card>
  )
}

function JailRow({ one }: { one: DraftJailPlan }) {
  const { t } = useLingui()
  const { name, means, tone } = operations[one.operation]
  return (
    <li className={classes.planned}>
      <span className={classes.what}>
        <strong>{one.jail}</strong>
        <Chip tone={tone}>{t(name)}</Chip>
        {one.banned > 0 && (
          <span className="dim">
            <Plural value={one.banned} one="# address banned" other="# addresses banned" />
          </span>
        )}
      </span>
      <span>{t(means)}</span>
      {one.loses_bans && (
        <strong className={classes.bad}>
          <Trans>fail2ban has no database: these bans are lost when the jail is stopped.</Trans>
        </strong>
      )}
      <ul className={classes.reasons}>
        {one.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </li>
  )
}

function ServerRow({ one }: { one: DraftServerPlan }) {
  return (
    <li className={classes.planned}>
      <span className={classes.what}>
        <code>{one.option}</code>
        {one.needs_restart ? (
          <Chip tone="warn">
            <Trans>needs a restart of fail2ban</Trans>
          </Chip>
        ) : (
          <Chip tone="ok">
            <Trans>set at once</Trans>
          </Chip>
        )}
      </span>
      <span className={classes.values}>
        <code>{one.before || '–'}</code> → <code>{one.after || '–'}</code>
      </span>
    </li>
  )
}
