import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconChevronRight } from '@tabler/icons-react'
import type { JailDetail } from '@/api/types'
import { Card } from '@/ui/Card'
import { CodeBlock } from '@/ui/CodeBlock'
import { EmptyState } from '@/ui/EmptyState'
import classes from './OverviewTab.module.css'

type Action = NonNullable<JailDetail['settings']>['actions'][number]

/** What a jail does at a ban, each action expandable to its commands and parameters. */
export function ActionsCard({ actions }: { actions: readonly Action[] }) {
  const { t } = useLingui()
  return (
    <Card title={t`Actions at a ban`} flush aside={actions.length > 0 && <HowMany n={actions.length} />}>
      {actions.length === 0 ? (
        <EmptyState title={t`This jail has no action: it counts bans, but blocks nobody.`} />
      ) : (
        <ul className={classes.actions}>
          {actions.map((action) => (
            <li key={action.name}>
              <ActionItem action={action} open={actions.length === 1} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function HowMany({ n }: { n: number }) {
  return <Plural value={n} one="# action" other="# actions" />
}

function ActionItem({ action, open }: { action: Action; open: boolean }) {
  const { t } = useLingui()
  const parameters = Object.entries(action.parameters)
  const python = action.ban === '' && action.unban === ''
  return (
    <details open={open}>
      <summary className={classes.summary}>
        <IconChevronRight size={15} stroke={1.8} aria-hidden="true" />
        {action.name}
        {python && (
          <span className={classes.note}>
            <Trans>written in Python</Trans>
          </span>
        )}
      </summary>
      <div className={classes.body}>
        {action.ban && <Command label={t`Ban`} copyLabel={t`Copy the ban command`} value={action.ban} />}
        {action.unban && <Command label={t`Unban`} copyLabel={t`Copy the unban command`} value={action.unban} />}
        {parameters.length > 0 && (
          <div>
            <div className={classes.label}>
              <Trans>Parameters</Trans>
            </div>
            <dl className={classes.facts}>
              {parameters.map(([name, value]) => (
                <Parameter key={name} name={name} value={value} />
              ))}
            </dl>
          </div>
        )}
      </div>
    </details>
  )
}

function Command({ label, copyLabel, value }: { label: string; copyLabel: string; value: string }) {
  return (
    <div>
      <div className={classes.label}>{label}</div>
      <CodeBlock value={value} copyLabel={copyLabel} />
    </div>
  )
}

function Parameter({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>
        <code>{name}</code>
      </dt>
      <dd>
        <code>{value}</code>
      </dd>
    </>
  )
}
